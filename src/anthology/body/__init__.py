"""The inside of an article, each step from tree to tree."""

"""What the book says about itself: contents, sources."""

"""What people have, turned into article files."""

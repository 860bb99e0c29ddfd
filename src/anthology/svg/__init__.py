"""Drawings (SVG) made harmless: from a file's bytes to a static picture built by an allowlist."""

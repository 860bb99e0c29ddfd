"""Units of length, in mm."""

INCH = 25.4
POINT = INCH / 72
"""Of a PDF (ISO 32000-1, 8.3.2.3)."""
PIXEL = INCH / 96
"""Of a stylesheet (CSS Values and Units Module Level 4, 6.2)."""

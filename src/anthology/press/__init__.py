"""The press edition: what printing houses ask for, and a PDF that meets it."""

"""Bad breaks of lines and pages, measured on a finished PDF."""

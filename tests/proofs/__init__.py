"""Proofs of what the program never does; the suite runs each small, `make trust` runs it large."""

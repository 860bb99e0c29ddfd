"""Books, electronic and printed, out of dated articles."""

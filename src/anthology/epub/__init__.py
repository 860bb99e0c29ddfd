"""Page documents to the bytes of an EPUB; the only user of EbookLib.

`render` is the whole of it: documents become XHTML files, what the files show is read back to
say how accessible the book is and which characters its typefaces must hold, and EbookLib packs
it all, its zip and package document made reproducible.
"""

from anthology.epub.render import render

__all__ = ["render"]

"""The proof that nothing was lost: article files against the finished EPUB and PDF.

The words of every article are read a second time by parsers that the rest of the program does not
use (pulldown-cmark for Markdown, lexbor for HTML), the finished files by others (expat for the
EPUB, PDFium for the PDF), and compared letter by letter.
"""

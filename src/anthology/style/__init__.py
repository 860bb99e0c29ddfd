"""How a book looks: the designs of `styles/`, and a stylesheet of the editor's own on top."""

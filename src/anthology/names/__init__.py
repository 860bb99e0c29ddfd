"""Names of persons and places: the editor's list of them, and where they stand in the texts."""

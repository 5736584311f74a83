"""The language server: what `grammar/editing` knows of a text, said in the editors' protocol."""

"""The database: one narrow door per role, one writer thread, statements built once. Nothing above knows SQL."""

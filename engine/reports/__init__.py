"""Read-only questions to the database, one file per kind of answer: plain data, which `engine/show` draws."""

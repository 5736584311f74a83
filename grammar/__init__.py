"""The language: from text to a checked tree. Knows nothing of leads in a database."""

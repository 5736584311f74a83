"""What a command does, without a word of how it looks: each returns plain data, and `engine/show` says it."""

"""What editors need to know of the language, made from its grammar."""

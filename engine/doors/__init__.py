"""Ways in: from what others say to events in the inbox."""

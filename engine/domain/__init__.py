"""The words every room shares: instants, events, subjects, effects, errors."""

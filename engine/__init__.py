"""The engine: a pure fold over what happens to a lead, and the rooms that feed it and carry out what it decides."""

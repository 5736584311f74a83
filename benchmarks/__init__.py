"""How fast we are, always beside something: a limit written by hand for this one purpose, and a peer, in one run."""

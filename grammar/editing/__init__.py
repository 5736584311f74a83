"""Questions an editor asks of a text: what stands at a place, what may stand there, who else says that name. Pure functions."""

"""Names of leads: nobody can guess one, and later ones sort behind earlier ones.

A lead's name stands in nine indexes. Names thrown by dice alone meet each of them at a place of its own, and every new lead costs as
many pages of the disk; names that grow are written side by side.
"""

from engine.domain.instants import Instant

_LETTERS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
"""Fit for a URL, in the order of their code points."""
_MOMENT = 9
"""Letters of a moment: six bits each, enough for five centuries."""


def beginning_at(moment: Instant) -> str:
    """How the names begin that are given at this moment."""
    return "".join(_LETTERS[moment >> shift & 63] for shift in range(6 * (_MOMENT - 1), -1, -6))


def name_of(beginning: str, token: str) -> str:
    """As long as the token; its last letters, some 78 bits, are what nobody can guess."""
    return beginning + token[len(beginning) :]

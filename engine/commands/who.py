"""Who gives a command."""

import getpass


def who() -> str:
    """The user of this machine, "" where it has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""

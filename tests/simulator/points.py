"""Every point at which a process may be interrupted, or die. The engine knows nothing of them: they lie around what it is given.

A write has three: before its transaction, inside it when all is done but the commit, and after the commit, before anyone was told.
"""

import sys

WRITES = {
    "inbox.put": "intake",
    "mail_links.leave_all": "leave",
    "mail_links.observe_click": "click",
    "clicks.settle_clicks": "clicks",
    "database.<lambda>": "work",
    "batch.recover": "recover",
    "batch.deliver": "claim",
    "batch._prepare": "freeze",
    "batch.give_up_waiting": "give up",
    "courier._fence": "fence",
    "courier._settle": "settle",
    "courier.settle_again": "settle again",
    "batch._let_go_all": "let go",
    "deployments.deploy": "deploy",
}
"""The function that writes, and what we call it."""

ASIDE = frozenset({"heartbeat._fell", "heartbeat._forgive", "people.switch"})
"""Writes that no point is asked of: they are rare, or an operator's."""

OFFER, OFFERED, DOT, UNANSWERED, ANSWERED = "before offer", "offered", "before dot", "after dot", "answered"
SNAPSHOT = "after snapshot"
SPOOLED = "spooled"

POINTS = (
    *(f"{when} {what}" for what in WRITES.values() if what != "settle" for when in ("before", "inside", "after")),
    *("handed settle", "inside settle", SNAPSHOT, OFFER, OFFERED, DOT, UNANSWERED, ANSWERED, SPOOLED),
)
"""All of them. `handed settle`: the answer lies with the writer and is not on disk."""


def writer_of(depth: int) -> str:
    """What we call the write of the function so many frames up."""
    frame = sys._getframe(depth + 1)
    name = f"{frame.f_globals['__name__'].rpartition('.')[2]}.{frame.f_code.co_name}"
    return WRITES.get(name, name)

"""What becomes of every column when a person is erased: a table under a written law. A test names the column that has no fate.

1. What happened, when, and how often stays: types, moments, states, numbers, and whatever the program's own words are.
2. The lead's id becomes a name thrown by dice, in every table.
3. Payload, values, addresses, free text and what a server said are blanked.
4. What ties rows together (the id of a run, of a handoff, of a link) becomes a mark that nobody can read without the key.
5. Where nothing would be left of a row that anybody counts, the row goes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import Table

from engine.store import schema


class Fate(StrEnum):
    KEPT = "kept"
    BLANKED = "blanked"
    """Becomes what the column is by itself."""
    MARKED = "marked"
    CODED = "coded"
    """Stays where it is a word of ours; what people or servers wrote goes."""
    COUNTED = "counted"
    """Of what an event says only which mail it is about: reports count by that."""
    NAMED = "named"
    """The lead's id."""


@dataclass(frozen=True, slots=True)
class Whole:
    """Rows that go. by: the columns that may hold the lead's id."""

    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Rows of which something stays. fates: of the columns that hold text; numbers and moments stay."""

    fates: Mapping[str, Fate] = field(default_factory=dict)

    @property
    def by(self) -> str:
        """The column that holds the lead's id."""
        return next(name for name, fate in self.fates.items() if fate is Fate.NAMED)


def _fates(named: str, **more: str) -> Skeleton:
    told = {Fate.NAMED: named, **{Fate(fate): names for fate, names in more.items()}}
    return Skeleton({name: fate for fate, names in told.items() for name in names.split()})


_RULED = "program rule"

PERSONAL: dict[str, Whole | Skeleton] = {
    "messages": _fates(
        "lead",
        blanked="target entry inputs digest answer reached owner came",
        marked="key run",
        coded="reason",
        kept=f"id kind scenario step template topic purpose state {_RULED}",
    ),
    "links": _fates("lead", marked="id", blanked="target", kept="message kind name"),
    "clicks": _fates("lead", marked="link mark", kept="message verdict agent why"),
    "events": _fates("subject", blanked="id", counted="props", kept="source type"),
    "runs": _fates("lead", blanked="came", marked="run key", coded="reason", kept="scenario state step program"),
    "run_steps": _fates("lead", marked="run", coded="reason", kept=f"scenario state step {_RULED}"),
    "stage_moves": _fates("lead", kept=f"before after {_RULED}"),
    "score_moves": _fates("lead", kept=f"score before after {_RULED}"),
    "handoffs": _fates(
        "lead", blanked="because reasons came", marked="id run", coded="reason", kept=f"team member scenario step state {_RULED}"
    ),
    "tasks": _fates("lead", blanked="text outcome came", marked="id run", kept=f"team member scenario step state {_RULED}"),
    "journal": _fates("subject", blanked="trace", kept="program"),
    # That somebody agreed to what and when stays, as proof; whose it was only the holder of the key can find, by an address.
    "consents": _fates("lead", blanked="text version place event who", marked="address", coded="source", kept="act topic digest"),
    "inbox": Whole(("subject",)),
    "reviews": Whole(("one", "other")),
    "unseen": Whole(("lead",)),
    "blocks": Whole(("lead",)),
    # Those it was counted among are told first: what a number in the census was made of goes with the last who had it.
    "portraits": Whole(("lead",)),
    "stumbles": Whole(("subject",)),
}
"""Tables that name the lead in a column, in the order in which they are worked off: what is on its way out comes first."""

LAST: dict[str, Whole] = {"subjects": Whole(("id",)), "keys": Whole(("lead",))}
"""By these the person is found: they go when all else has gone, so that a command that was killed finds its way again."""

BY_MESSAGE = {"attempts": Skeleton({"message": Fate.KEPT, "step": Fate.KEPT, "reason": Fate.CODED, "answer": Fate.BLANKED})}
"""Rows that belong to a message of the lead, and go along with it."""

BY_ADDRESS = ("addresses", "suppression_moves", "bounces")
"""Rows that name an address: they go; of what was done by hand about it the moment, the act and who did it stay."""

BY_RECEIPT = ("receipts",)
"""The id becomes a digest, so that what was taken once is still refused."""

BY_HOLD = ("holds",)
"""Holds on the lead or on a message of it go."""

NOBODY = frozenset(
    {
        # It is taken apart before anybody is looked for; what was set aside of it is found by the last look.
        "arrivals",
        *("parts", "programs", "templates", "control", "workers", "alerts", "paces", "mailbox", "salts", "imports", "tidying"),
        # Of everybody together: how many share a value, under a number made of it.
        *("census", "looks"),
        # What is left of those who were erased.
        *("erasures", "erasure_keys"),
    }
)
"""Tables that hold nothing of any person; what names one by an address is found by the last look all the same."""

EVERY = frozenset({*PERSONAL, *LAST, *BY_MESSAGE, *BY_ADDRESS, *BY_RECEIPT, *BY_HOLD})


def table_of(name: str) -> Table:
    return schema.metadata.tables[name]

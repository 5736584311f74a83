"""What is said with a key that stands in a page: anybody can read it there, so an address or a number said with it is a claim.

A claim is kept beside what is known, under a name of its own. It is nobody's key and no address that mails go to; whom it may be about a
person is asked (`engine/rules/identity.py`). Whoever shows the same by a form, from a server or in a mail, shows it.
"""

from engine.domain.claims import CLAIMED
from engine.domain.events import Props
from engine.doors.identities import EMAIL, address_of
from engine.doors.incoming import Incoming
from engine.store.people import Key


def as_claims(attributes: Props) -> Props:
    """The attributes as a page may say them."""
    return {CLAIMED.get(name, name): value for name, value in attributes.items()}


def own_name(user: str) -> str:
    """What a page may call a person: a name of the sender's own, and no address."""
    return "" if address_of(user) else user


def claimed_by(one: Incoming) -> list[Key]:
    """The addresses that an event claims: somebody who was erased is not brought back by one either."""
    said = one.props.get(CLAIMED[EMAIL])
    address = address_of(said) if isinstance(said, str) else None
    return [(EMAIL, address)] if address else []

"""What a scenario says of a lead's consent holds for its addresses too: the last look before a mail leaves asks them."""

from collections.abc import Iterable

from engine.domain.events import Event, Kind
from engine.store import consents as ledger
from engine.store import people
from engine.store.hot import Tx


def follow(tx: Tx, recorded: Iterable[Event]) -> None:
    """Closes and opens the addresses of leads by the acts that decisions recorded, in their order."""
    told = list(recorded)
    ledger.note(tx, told)
    for event in told:
        topic = str(event.props.get("topic") or people.EVERYTHING)
        if event.type == Kind.UNSUBSCRIBED:
            people.suppress(tx, [(address, topic, "unsubscribed", event.at) for address in people.emails_of(tx, event.subject)])
        elif event.type == Kind.CONSENTED:
            for address in people.emails_of(tx, event.subject):
                people.allow(tx, address, topic)

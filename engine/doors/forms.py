"""A form that was sent: the lead, what it said, what it allowed, and what the form tells of it, in one transaction.

The page that shows the form gives it a name nobody can guess. Whatever is sent under that name counts once, and the same name opens
what was handed out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from engine.domain.events import Kind, Props
from engine.domain.instants import DAY, Instant
from engine.domain.papers import Asset, ConsentBox, Form, Raising
from engine.doors.inbox import put
from engine.doors.incoming import Incoming
from engine.store import inbox, ledger, outbox, people
from engine.store.database import Store
from engine.store.hot import Tx

SOURCE = "form:"
"""And the name of the form."""
TAKEN = "asset"
"""The source of what is told when somebody fetches an asset."""
SCHEME = "asset:"
"""How a link in a mail begins that leads to an asset."""
DIGITS = 12
"""Of the digest of a consent's words, where nobody gave them a version."""


@dataclass(frozen=True, slots=True)
class Sent:
    """name: of this form on one screen. answers: values by attribute, the address among them; allowed: the boxes that were ticked.

    language: the reader's; about: where they came from.
    """

    name: str
    answers: Props
    allowed: tuple[ConsentBox, ...] = ()
    language: str = ""
    about: Mapping[str, str] = field(default_factory=dict)


def submit(store: Store, form: Form, sent: Sent) -> None:
    """On disk when it returns. Raises NurtureError; then it may simply be sent again."""
    put(store, events_of(form, sent))


def events_of(form: Form, sent: Sent) -> list[Incoming]:
    """Consent comes first: somebody who was erased comes back by it. The answers have the form's own name, and the rest hangs on it."""
    source, keys = f"{SOURCE}{form.name}", {"email": str(sent.answers["email"])}
    told = [
        Incoming(
            source=source,
            id=f"{sent.name}/consent/{box.topic}",
            type=Kind.CONSENT_ASKED if box.is_asked else Kind.CONSENTED,
            keys=keys,
            props=consent_of(form, box, sent.language),
        )
        for box in sent.allowed
    ]
    told.append(Incoming(source=source, id=sent.name, type=Kind.LEAD_CHANGED, keys=keys, props=dict(sent.answers)))
    if form.raises is not None:
        props = raised(form.raises, form=form.name, asset=form.offers[0].asset if form.offers else "", answers=sent.answers)
        told.append(Incoming(source=source, id=f"{sent.name}/told", type=form.raises.event, keys=keys, props=dict(sent.about) | props))
    return told


def consent_of(form: Form, box: ConsentBox, language: str) -> Props:
    """Just what was read beside the box."""
    words = box.words.said(language)
    version = box.version or sha256(words.encode()).hexdigest()[:DIGITS]
    return {"topic": box.topic, "text": words, "version": version, "where": f"form:{form.name}"}


def raised(raises: Raising, *, form: str, asset: str, answers: Props | None = None) -> Props:
    """The fields of an event that a form or an asset tells: as given, else as answered, else its own name."""
    own = {"form": form, "asset": asset}
    own_ones = {name: value for name, value in own.items() if value and name in raises.fields}
    answered = {name: value for name, value in (answers or {}).items() if name in raises.fields}
    return own_ones | answered | dict(raises.props)


# ── what was handed out ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Handout:
    """An asset that was given to one lead. token: of its link; at: when; form: "" for a mail."""

    token: str
    asset: Asset
    lead: str
    at: Instant
    form: str = ""

    def is_over(self, now: Instant, days: int) -> bool:
        return now > self.at + days * DAY


def handed_by_form(store: Store, forms: Mapping[str, Form], token: str, asset: Asset) -> Handout | None:
    """What a form handed out under that name. None where it gave no such thing to anybody, or only by mail."""
    giving = [form.name for form in forms.values() if any(one.asset == asset.name and not one.by_mail for one in form.offers)]
    with store.read() as tx:
        found = inbox.receipts_of(tx, ((f"{SOURCE}{name}", token) for name in giving))
        for (source, _), lead in found.items():
            at = _when(tx, lead, source, token)
            if at:
                return Handout(token, asset, lead, at, source.removeprefix(SOURCE))
    return None


def _when(tx: Tx, lead: str, source: str, id_: str) -> Instant:
    """0 where nothing is kept of it any more. It was taken for the person, under whichever of their names."""
    taken = (event for name in people.selves(tx, lead) for _, event in ledger.of_subject(tx, name))
    return next((event.received for event in taken if (event.source, event.id) == (source, id_)), 0)


def handed_by_mail(store: Store, assets: Mapping[str, Asset], token: str) -> Handout | None:
    """What a link of a mail leads to."""
    with store.read() as tx:
        link = outbox.link(tx, token)
        message = outbox.message(tx, link.message) if link is not None and link.target.startswith(SCHEME) else None
    if link is None or message is None:
        return None
    asset = assets.get(link.target.removeprefix(SCHEME))
    return Handout(token, asset, link.lead, max(message.decided_at, message.from_at)) if asset is not None else None


def fetched(store: Store, handout: Handout) -> None:
    """A person has it: told once for each link."""
    asset, id_ = handout.asset, f"{handout.token}/{handout.asset.name}"
    told = [Incoming(source=TAKEN, id=id_, type=Kind.ASSET_TAKEN, lead=handout.lead, props={"asset": asset.name, "form": handout.form})]
    if asset.raises is not None:
        props = raised(asset.raises, form=handout.form, asset=asset.name)
        told.append(Incoming(source=TAKEN, id=f"{id_}/told", type=asset.raises.event, lead=handout.lead, props=props))
    put(store, told)

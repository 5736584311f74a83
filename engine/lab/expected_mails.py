"""What a test expects of mails: which left, which did not and why, and what they show."""

from collections.abc import Iterator

from engine.domain.events import Event, Kind
from engine.lab.asked import Asked, Found
from engine.lab.shown import Mailroom
from engine.lab.world import Entry, Mail, World
from engine.templates.mails import Rendered
from grammar import ast as g

_FATES = {"failed": Kind.MAIL_FAILED, "in doubt": Kind.MAIL_DOUBTFUL}
_EXCERPT = 160
"""Characters of a mail's text that are told where it does not show what it should."""


def met(world: World, expected: g.EmailSent | g.NoEmail | g.EmailCount | g.EmailNotSent, asked: Asked) -> Found | None:
    """None if the mails went as expected."""
    match expected:
        case g.EmailSent(mail=name, once=once):
            of_name = [mail for mail in world.mails if mail.lead in asked.leads and mail.template == name]
            here = _inside(world, asked, str(name))
            if once and len(of_name) > 1:
                return "mail-more-than-once", {"mail": name, "times": [mail.sent for mail in of_name]}
            return None if here else _missed(world, str(name), asked, of_name)
        case g.NoEmail(mail=name):
            here = _inside(world, asked, str(name) if name is not None else None)
            return ("mail-sent", {"mail": here[0].template, "times": [mail.sent for mail in here]}) if here else None
        case g.EmailCount(count=count):
            sent = [mail for mail in world.mails if mail.lead in asked.leads and mail.sent <= asked.until]
            so_far = [f"{mail.template} → {mail.lead}" if len(asked.leads) > 1 else mail.template for mail in sent]
            return None if len(so_far) == count else ("mails-were", {"found": len(so_far), "mails": so_far})
        case g.EmailNotSent(how=how):
            return _not_sent(world, expected, asked) if how in ("skipped", "held") else _fate(world, expected, asked)


def _inside(world: World, asked: Asked, name: str | None) -> list[Mail]:
    inside = [mail for mail in world.mails if mail.lead in asked.leads and asked.since <= mail.sent <= asked.until]
    return [mail for mail in inside if name is None or mail.template == name]


def _missed(world: World, name: str, asked: Asked, sent: list[Mail]) -> Found:
    """When it was sent instead; if never, why it was not."""
    if sent:
        return "mail-not-sent", {"mail": name, "times": [mail.sent for mail in sent]}
    reasons = [reason for how in ("skipped", "held") for reason in _told(world, name, how, asked)]
    return ("mail-kept-back", {"mail": name, "reasons": reasons}) if reasons else ("mail-never-sent", {"mail": name})


def _not_sent(world: World, expected: g.EmailNotSent, asked: Asked) -> Found | None:
    """Skipped in that stretch, or held some time up to its end: a mail is said to be held when that begins."""
    since = asked.since if expected.how == "skipped" else world.start
    told = list(_told(world, str(expected.mail), expected.how, Asked(since, asked.until, asked.leads)))
    because = expected.because
    if any(because is None or because in reason for reason in told):
        return None
    return "mail-not-" + expected.how, {"mail": expected.mail, "reasons": told}


def _told(world: World, mail: str, how: str, asked: Asked) -> Iterator[str]:
    for entry in _entries(world, asked):
        for line in entry.trace:
            if line.what == how and line.detail.get("template") == mail:
                yield str(line.detail["reason"])


def _fate(world: World, expected: g.EmailNotSent, asked: Asked) -> Found | None:
    kinds = [entry.cause.type for entry in _entries(world, asked)
             if isinstance(entry.cause, Event) and entry.cause.props.get("template") == expected.mail]  # fmt: skip
    if _FATES[expected.how] in kinds:
        return None
    return "mail-not-so", {"mail": expected.mail, "how": expected.how}


def _entries(world: World, asked: Asked) -> Iterator[Entry]:
    return (one for one in world.journal if one.subject in asked.leads and asked.since <= one.moment <= asked.until)


def shown(world: World, mailroom: Mailroom, expected: g.EmailShows, asked: Asked) -> Found | None:
    """Whether the mails of that name that left then show the text, in their subject or in what is read."""
    here = _inside(world, asked, str(expected.mail))
    if not here:
        of_name = [mail for mail in world.mails if mail.lead in asked.leads and mail.template == expected.mail]
        return _missed(world, str(expected.mail), asked, of_name)
    for mail in here:
        made = mailroom.shown(world, mail)
        if isinstance(made, str):
            return "mail-not-made", {"mail": expected.mail, "reason": made}
        if (_flat(expected.text) in _flat(f"{made.subject} {made.text}")) == expected.absent:
            return "mail-shows", {"mail": expected.mail, "subject": made.subject, "text": _excerpt(made)}
    return None


def _flat(text: str) -> str:
    return " ".join(text.split())


def _excerpt(made: Rendered) -> str:
    text = _flat(made.text)
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"

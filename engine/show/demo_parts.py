"""The small parts of which a demo's page is made. Whatever comes from a workspace or a lead is escaped here."""

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from engine.commands.demo import Demo
from engine.commands.demo_crowds import Everyone
from engine.domain.effects import Trace
from engine.lab.demo.mailbox import Received
from engine.show.demo_report import labels_of
from engine.show.demo_words import result
from engine.show.languages import Lang

INERT = "<style>a{pointer-events:none}</style>"
"""Put before a mail: its links lead nowhere from here."""


class Page:
    """What every part needs: the play, the leads behind its figures, the reader's language."""

    def __init__(self, demo: Demo, people: Everyone, lang: Lang) -> None:
        self.demo, self.people, self.lang = demo, people, lang
        self.labels = labels_of(demo)
        self.name = demo.prepared.ready.place.name

    def pick(self, en: str, ja: str) -> str:
        """The text in the reader's language."""
        return ja if self.lang == "ja" else en

    def say(self, en: str, ja: str) -> str:
        """The same, escaped."""
        return escape(self.pick(en, ja))

    def figure(self, crowd: str, text: object) -> str:
        """A figure that leads to its leads; plain where there is nobody."""
        if not self.people.crowds.get(crowd):
            return f'<span class="none">{escape(str(text))}</span>'
        return f'<a href="#crowd/{quote(crowd, safe="/")}">{escape(str(text))}</a>'

    def lead(self, id_: str, text: str) -> str:
        """A name that leads to the history."""
        return f'<a href="#lead/{escape(id_)}">{escape(text)}</a>'

    def results(self, told: Sequence[Trace]) -> str:
        """What rules made of something, each with its place."""
        spans = (f"{escape(result(one, self.lang, self.demo.zone))} <code>{escape(one.rule)}</code>" for one in told)
        return "".join(f'<span class="result">{text}</span>' for text in spans)


def section(title: str, body: str, note: str = "") -> str:
    """A part of the page. title, note: escaped already."""
    return f"<section><h2>{title}</h2>{f'<p class=note>{note}</p>' if note else ''}{body}</section>"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The first column is a name, the others are figures. All cells: escaped already."""
    head = "".join(f"<th>{text}</th>" for text in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def phone(mail: Received, caption: str) -> str:
    """A mail as received, in a frame of a phone's width that may run nothing and load nothing. caption: escaped already."""
    source = escape(INERT + mail.html, quote=True)
    head = f"<b>{escape(mail.subject)}</b><span>{escape(mail.sender)} → {escape(mail.to)}</span>"
    frame = f'<iframe sandbox="" loading="lazy" title="{escape(mail.subject)}" srcdoc="{source}"></iframe>'
    return f'<figure class="phone"><figcaption>{caption}{head}</figcaption>{frame}</figure>'

"""A company whose every text is hostile, its pages, and everything anybody can send to them; the same with harmless texts beside it."""

import asyncio
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urlencode

from engine.clock import FrozenClock, LoadedDice
from engine.domain.instants import MINUTE, from_iso
from engine.settings.load import load_settings
from engine.store import control, outbox
from engine.store.database import Store, open_store
from engine.store.hot import Tx
from engine.store.outbox import Link, NewMessage
from engine.store.upgrade import upgrade
from engine.store.writer import Priority
from engine.web.application import create_app
from engine.work.deployments import compile_stored, deploy, gather_program
from engine.work.programs import Programs
from grammar.parse import parse
from grammar.spell_values import quoted

WIDTH = 20
"""Fields of one form."""
NAMES = [f"c{number}" for number in range(WIDTH)]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_UNSEEN = re.compile("[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
Text = Callable[[str], str]
"""What stands in a place: the hostile text itself, or one without harm."""


def harmless(text: str) -> str:
    """As long where length matters, and as empty where it is empty."""
    return "" if not text.replace("\0", "").strip() else "x" * max(1, len(text) if len(text) > 1_000 else 1)


class Asked(NamedTuple):
    """One request. path: with its query; headers: whatever the asker says of itself."""

    method: str
    path: str
    body: bytes = b""
    headers: Mapping[str, str] = MappingProxyType({})


class Answer(NamedTuple):
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """"" where there is none."""
        return next((value for known, value in self.headers if known == name), "")

    @property
    def is_page(self) -> bool:
        return self.header("content-type").startswith("text/html")


def writable(texts: Iterable[str]) -> list[str]:
    """What can stand in a file of the language, which takes no sign that nobody sees."""
    return [one for one in texts if one.strip() and not _UNSEEN.search(one)]


def program(texts: Sequence[str]) -> str:
    """Every place a marketer writes words in, each with another of these texts."""
    told = _going_round(texts)
    lines = [f"attribute c{n}: text optional {next(told)}" for n in range(WIDTH)]
    choices = ", ".join(next(told) for _ in range(8))
    lines += [f"attribute kind: one of [{choices}] optional {next(told)}", "event got {", "  asset: text", "}"]
    lines += [f"topic news {next(told)}", f"topic twice {next(told)} {{", "  opt-in double", "}"]
    for number in range(3):
        ending = (f'  file "a{number}.pdf"', "  free" if number else "  gated")
        lines += [f"asset paper{number} {next(told)} {{", *ending, f"  theme {next(told)}", "}"]
    for number in range(max(1, len(texts) // 40)):
        asks = [f"  ask c{n} optional {next(told)} en {next(told)}" for n in range(WIDTH)]
        lines += [f"form f{number} {next(told)} en {next(told)} {{", f"  text {next(told)} en {next(told)}"]
        lines += ["  ask name", *asks, "  ask kind optional"]
        lines += [f"  consent {topic} {next(told)} en {next(told)}" for topic in ("news", "twice")]
        lines += ["  offers paper0", "  offers paper1 by mail", "  raises got", f"  thanks {next(told)} en {next(told)}", "}"]
    return "\n".join(lines) + "\n"


def _going_round(texts: Sequence[str]) -> Iterator[str]:
    number = 0
    while True:
        yield quoted(texts[number % len(texts)])
        number += 1


@dataclass
class House:
    """A workspace and its web role. text: of each hostile text what really stands there."""

    folder: Path
    words: Sequence[str]
    text: Text
    clock: FrozenClock = field(default_factory=lambda: FrozenClock(from_iso("2026-11-02T09:00:00+09:00")))
    store: Store = field(init=False)
    app: Any = field(init=False)
    asked: int = 0

    def __post_init__(self) -> None:
        (self.folder / "assets").mkdir(parents=True)
        (self.folder / ".nurture").mkdir()
        for number in range(3):
            (self.folder / "assets" / f"a{number}.pdf").write_bytes(b"%PDF-1.4")
        name = json.dumps(self.text(self.words[0]), ensure_ascii=False)
        (self.folder / "nurture.toml").write_text(
            f'[workspace]\nname = {name}\nlanguage = "ja"\ntimezone = "Asia/Tokyo"\n[sender]\nname = {name}\n[forms]\n'
            'origins = ["https://site.example"]\n',
            "utf-8",
        )
        settings = load_settings(self.folder)
        upgrade(settings.database_url)
        self.store = open_store(settings.database_url, self.clock, LoadedDice("pages"))
        # Which choices there are is one of the texts, too; two must not be one.
        source = program([one if self.text(one) == one else f"x{number}" for number, one in enumerate(self.words)])
        stored, _ = gather_program([parse(source, "all.nurture").file], settings.templates, zone="Asia/Tokyo", language="ja")
        deploy(self.store, stored)
        with self.store.read() as tx:
            assert Programs(compile_stored).get(tx, control.read(tx).program).forms
        self.app = create_app(self.store, settings, self.clock, LoadedDice("web"))

    def mail(self, number: int, address: str, topic: str) -> None:
        """A mail to somebody of that address, as the outbox keeps it, with each kind of link."""
        row = NewMessage(
            id=f"m{number}", lead=f"L{number}", kind="mail", key=f"k/{number}", scenario="s", run=f"s/{number}", step="0",
            template="t", target=f"{self.text(address)}{number}", topic=self.text(topic), purpose="marketing", state="queued", reason="",
            from_at=0, until_at=1, next_at=None, entry="{}", decided_at=self.clock.now(), number=1, program="", rule="",
        )  # fmt: skip
        kinds = ("unsubscribe", "confirm", "open", "click")
        links = [Link(f"{kind}-{number:08}", row.id, row.lead, kind, kind, "https://a.example/?q=1") for kind in kinds]

        def write(tx: Tx) -> None:
            outbox.decide(tx, [row])
            outbox.add_links(tx, links)

        self.store.write(Priority.INTAKE, write)

    def ask(self, asked: Iterable[Asked]) -> list[Answer]:
        """Each answered by the whole application, one after the other."""

        async def all_of_them() -> list[Answer]:
            return [await self._one(one) for one in asked]

        return asyncio.run(all_of_them())

    async def _one(self, asked: Asked) -> Answer:
        path, _, query = asked.path.partition("?")
        heads = [(name.lower().encode(), value.encode("latin-1", "replace")) for name, value in asked.headers.items()]
        heads.append((b"content-length", str(len(asked.body)).encode()))
        said: list[Any] = []
        sent = iter([{"type": "http.request", "body": asked.body, "more_body": False}])

        async def receive() -> Any:
            return next(sent, {"type": "http.disconnect"})

        async def send(message: Any) -> None:
            said.append(message)

        self.asked += 1
        # Each is somebody else: how often one may come is tried elsewhere.
        peer = ".".join(str(self.asked >> shift & 255) for shift in (24, 16, 8, 0))
        from_ = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http", "root_path": "", "client": (peer, 1)}
        raw = {"method": asked.method, "path": unquote(path), "raw_path": path.encode(), "query_string": query.encode(), "headers": heads}
        await self.app({**from_, **raw, "server": ("127.0.0.1", 80)}, receive, send)
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in said[0]["headers"]]
        return Answer(said[0]["status"], headers, b"".join(one.get("body", b"") for one in said[1:]))


def filled(fields: Sequence[str], text: Text) -> bytes:
    """A form with these in its fields, and its one needed field left empty: it comes back with all of them."""
    answers = {f"a.{name}": text(one) for name, one in zip(NAMES, fields, strict=False)}
    beside = {"a.name": "", "a.kind": "none of them", "sent": text(fields[0]), "came-from": text(fields[-1])}
    return urlencode(answers | beside, errors="replace").encode()


def at_rest(token: str) -> str:
    """The name of a form that was shown ten minutes ago."""
    return f"{_base36(from_iso('2026-11-02T09:00:00+09:00') - 10 * MINUTE)}-{token}"


def _base36(number: int) -> str:
    signs = "0123456789abcdefghijklmnopqrstuvwxyz"
    return (_base36(number // 36) if number >= 36 else "") + signs[number % 36]


def in_path(text: str) -> str:
    return quote(text, safe="", errors="replace")

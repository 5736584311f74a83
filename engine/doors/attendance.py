"""Who was at a webinar: reports of Zoom (attendees, polls, questions) and of Teams, with their sections and all, as events of leads.

Columns after the public help pages of both, in English and Japanese. Minutes are those of all joins of a person together; where two
joins overlap, as from two devices, the time counts once.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from engine.domain.errors import NurtureError, Problem
from engine.domain.instants import MINUTE, Instant
from engine.doors.attendance_words import HOSTS, SECTIONS, TITLES, column_of
from engine.doors.csv_rows import encoding_of
from engine.doors.dates import read_date
from engine.doors.events import Door, Rejection, incoming_of
from engine.doors.identities import address_of
from engine.doors.imports import Row
from engine.doors.incoming import Incoming

_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})\b[, ]*(.*)")
_DURATION = re.compile(r"(?:(\d+)\s*(?:h|時間))?\s*(?:(\d+)\s*(?:m|分)\w*)?\s*(?:(\d+)\s*(?:s|秒)\w*)?")
LONGEST = 20_000_000
"""Bytes of a report; ten thousand people make one of two million."""


@dataclass(slots=True)
class _Person:
    """joins: (from, to), where the report says; minutes: as it counts them."""

    line: int
    registered: Instant = 0
    joins: list[tuple[Instant, Instant]] = field(default_factory=list)
    minutes: float = 0.0


@dataclass(slots=True)
class Report:
    """system: `zoom` or `teams`; title, number, start: of the webinar. sections: kind -> (line, cells by what they mean)."""

    system: str
    title: str = ""
    number: str = ""
    start: str = ""
    sections: dict[str, list[tuple[int, dict[str, str]]]] = field(default_factory=dict)


def system_of(path: Path) -> str:
    """`zoom`, `teams`, or "" for another file."""
    if path.suffix.lower() not in (".csv", ".tsv", ".txt") or not path.is_file():
        return ""
    lines = _lines(path)[:20]
    heads = {SECTIONS.get(_plain(cells[0]), "") for cells in lines if cells}
    if "teams" in heads or "teams-people" in heads:
        return "teams"
    return "zoom" if heads & {"zoom", "people", "polls", "questions"} else ""


def read_attendance(path: Path, *, zone: str, live: bool = False) -> Iterator[Row]:
    """One `Row` for each person, answer and question. Raises NurtureError for a file that is no such report."""
    system = system_of(path)
    if not system:
        raise NurtureError("import.no-report", file=path.name)
    report = _read(path, system)
    return _Telling(report, Door(source=system, zone=zone, live=live)).rows()


def _lines(path: Path) -> list[list[str]]:
    if path.stat().st_size > LONGEST:
        raise NurtureError("import.no-report", file=path.name)
    encoding = encoding_of(path)
    text = path.read_bytes().decode("utf-8-sig" if encoding == "utf-8" else encoding, "replace").removeprefix("\ufeff").replace("\0", "")
    delimiter = "\t" if text.count("\t", 0, 2_000) > text.count(",", 0, 2_000) else ","
    return [[cell.strip() for cell in cells] for cells in csv.reader(text.splitlines(), delimiter=delimiter)]


def _plain(text: str) -> str:
    return re.sub(r"^\d+\.\s*", "", text).strip().rstrip(":：").casefold()


def _read(path: Path, system: str) -> Report:
    report, kind, header = Report(system), "", list[str]()
    for line, cells in enumerate(_lines(path), start=1):
        head = _plain(cells[0]) if cells else ""
        if not any(cells):
            header = []
        elif head in SECTIONS and not any(cells[1:]):
            kind, header = SECTIONS[head], []
        elif system == "teams" and kind in ("teams", "") and head in TITLES and len(cells) > 1:
            setattr(report, TITLES[head], cells[1])
        elif not header and sum(column_of(cell) != "" for cell in cells) >= 2:
            header = [column_of(cell) for cell in cells]
        elif header and kind in ("zoom", "") and system == "zoom":
            told = dict(zip(header, cells, strict=False))
            report.title, report.number, report.start = told.get("title", ""), told.get("number", ""), told.get("start", "")
        elif header:
            report.sections.setdefault(kind, []).append((line, _named(header, cells)))
    return report


def _named(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """Questions and answers come again and again: `question`, `question 2`, …"""
    found: dict[str, str] = {}
    for place, cell in enumerate(cells):
        name = header[place] if place < len(header) else ""
        number = sum(one == name for one in header[:place]) + 1
        found[name if number == 1 else f"{name} {number}"] = "" if cell in ("--", "-", "N/A") else cell
    return found


@dataclass(frozen=True, slots=True)
class _Telling:
    report: Report
    door: Door

    def rows(self) -> Iterator[Row]:
        people: dict[str, _Person] = {}
        sections = self.report.sections
        for line, cells in [*sections.get("people", []), *sections.get("teams-people", [])]:
            email = address_of(cells.get("email", "")) or address_of(cells.get("upn", ""))
            if cells.get("role", "").casefold() in HOSTS:
                continue
            if email is None:
                yield Row(line, rejected=(Rejection(line, Problem("import.no-attendee", {"name": cells.get("name", "")[:100]})),))
                continue
            person = people.setdefault(email, _Person(line))
            if problem := self._add(person, cells):
                yield Row(line, rejected=(Rejection(line, problem),))
        for email, person in people.items():
            yield Row(person.line, tuple(self._person(email, person)))
        for kind in ("polls", "questions"):
            for line, cells in sections.get(kind, []):
                yield self._said(kind, line, cells)

    def _add(self, person: _Person, cells: dict[str, str]) -> Problem | None:
        try:
            if cells.get("registered"):
                person.registered = person.registered or self._moment(cells["registered"])
            if cells.get("join") and cells.get("attended", "yes").casefold() in ("yes", "はい", ""):
                begin = self._moment(cells["join"])
                minutes = _minutes(cells.get("minutes", ""))
                end = self._moment(cells["leave"]) if cells.get("leave") else begin + int(minutes * MINUTE)
                person.joins.append((begin, max(begin, end)))
                person.minutes += minutes if cells.get("minutes") else (end - begin) / MINUTE
        except (ValueError, OverflowError):
            return Problem("import.date", {"value": (cells.get("join") or cells.get("registered") or "")[:60], "column": "time"})
        return None

    def _person(self, email: str, person: _Person) -> Iterator[Incoming]:
        webinar = {"webinar": self.report.title}
        if person.registered:
            yield self._event("webinar-registered", email, person.registered, webinar)
        if person.joins:
            minutes = min(person.minutes, _covered(person.joins)) if _overlap(person.joins) else person.minutes
            yield self._event("webinar-attended", email, min(person.joins)[0], webinar | {"minutes": round(minutes)})

    def _said(self, kind: str, line: int, cells: dict[str, str]) -> Row:
        email = address_of(cells.get("email", ""))
        if email is None:
            name = cells.get("name", "")[:100]
            return Row(line, rejected=(Rejection(line, Problem("import.no-attendee", {"name": name})),))
        try:
            at = self._moment(cells.get("at") or self.report.start)
        except (ValueError, OverflowError):
            why = Problem("import.date", {"value": (cells.get("at") or self.report.start)[:60], "column": "time"})
            return Row(line, rejected=(Rejection(line, why),))
        webinar = {"webinar": self.report.title}
        told = [(cells.get(f"question{number}", ""), cells.get(f"answer{number}", "")) for number in ("", *(f" {n}" for n in range(2, 51)))]
        if kind == "questions":
            event = self._event("webinar-question", email, at, webinar | {"question": told[0][0]}, told[0][0])
            return Row(line, (event,)) if told[0][0] else Row(line)
        return Row(line, tuple(
            self._event("webinar-poll", email, at, webinar | {"question": question, "answer": answer}, question)
            for question, answer in told if question and answer
        ))  # fmt: skip

    def _event(self, kind: str, email: str, at: Instant, props: dict[str, Any], more: str = "") -> Incoming:
        """The same report again is the same events."""
        id_ = "/".join(part for part in (self.report.number or self.report.title, self.report.start, kind, email, more) if part)
        return incoming_of(id_[:1_000], kind, self.door, keys={"email": email}, at=at, props=props)

    def _moment(self, text: str) -> Instant:
        """American order, where only the order could tell: both systems write it so in English."""
        found = _AMERICAN.fullmatch(text.strip())
        if found is not None and int(found[1]) <= 12:
            year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
            text = f"{year}/{found[1]}/{found[2]} {found[4].strip()}".strip()
        return read_date(text.replace("GMT", "").strip(), self.door.zone)


def _minutes(text: str) -> float:
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    found = _DURATION.fullmatch(text.strip())
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    return hours * 60 + minutes + seconds / 60


def _overlap(joins: Sequence[tuple[Instant, Instant]]) -> bool:
    return any(later[0] < earlier[1] for earlier, later in pairwise(sorted(joins)))


def _covered(joins: Sequence[tuple[Instant, Instant]]) -> float:
    total, reached = 0, 0
    for begin, end in sorted(joins):
        total += max(0, end - max(begin, reached))
        reached = max(reached, end)
    return total / MINUTE



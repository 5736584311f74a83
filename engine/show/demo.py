"""`nurture demo` on the screen: the folder, the bar, then what came of it, or what an edit changed."""

import webbrowser
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from engine.commands import demo_folder
from engine.commands.bundled import companies
from engine.commands.demo import Demo, Prepared, Record, Wanted, perform, prepare, recall, remember
from engine.commands.demo_folder import Place, place_of
from engine.domain.errors import NurtureError
from engine.show.demo_again import show_changes, show_unchanged
from engine.show.demo_all import Measured, measured, show_measured
from engine.show.demo_page import write_page
from engine.show.demo_report import document, draw
from engine.show.diagnostics import show_errors
from engine.show.screen import FINDINGS, FINE, Screen
from engine.show.tables import Advance, progress

PAGE = "demo.html"
ALL = "all"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the caller asked for. leads, days: 0 for as many as people.toml says; edit: make it or undo it first."""

    seed: int = 1
    leads: int = 0
    days: int = 0
    again: bool = False
    edit: Literal["make", "undo"] | None = None
    browser: bool = False
    page: Path | None = None


def show_demo(screen: Screen, asked: Asked, *, folder: str, company: str) -> int:
    """Plays the folder's workspace and shows it. A workspace with errors is not played."""
    if company == ALL:
        return _all(screen, asked)
    place = place_of(screen.folder, folder=folder, company=company)
    if place.new:
        screen.note(f"made `{_name(screen, place)}`: it is yours to edit", f"`{_name(screen, place)}` を作りました。自由に編集できます")
    wanted = Wanted(asked.seed, asked.leads, asked.days)
    ready = prepare(place, wanted)
    if asked.edit:
        _edit(screen, ready, asked.edit)
        ready = prepare(place, wanted)
    if ready.ready.errors:
        show_errors(screen, ready.ready.findings, ready.ready.workspace)
        screen.note("nothing was played", "再生していません")
        return FINDINGS
    record = recall(place)
    if not asked.edit and record.last is not None and record.last.is_like(ready.unplayed):
        if asked.again:
            return show_unchanged(screen, record)
        if asked.browser and not asked.page and _is_drawn(screen, place):
            return _open(screen, place.root / PAGE)
    return _play(screen, asked, ready)


def _all(screen: Screen, asked: Asked) -> int:
    """Every example company in a folder of its own; then what each measured, beside what is claimed."""
    rows: list[Measured] = []
    for name in companies():
        ready = prepare(place_of(screen.folder, folder="", company=name), Wanted(asked.seed, asked.leads, asked.days))
        if ready.ready.errors:
            show_errors(screen, ready.ready.findings, ready.ready.workspace)
            return FINDINGS
        with _bar(screen, ready) as advance:
            demo = perform(ready, lambda _, advance=advance: advance(1))  # type: ignore[misc]
        try:
            remember(demo)
            write_page(ready.place.root / PAGE, demo, screen.lang)
            rows += measured(demo, name, screen.lang)
        finally:
            demo.store.close()
    show_measured(screen, rows)
    return FINE


def _bar(screen: Screen, ready: Prepared) -> AbstractContextManager[Advance]:
    leads, days = ready.model.leads, ready.model.days
    name = ready.ready.place.name
    return progress(screen, f"{name}: {leads} leads, {days} days", f"{name}：{leads} 人、{days} 日", total=days)


def _play(screen: Screen, asked: Asked, ready: Prepared) -> int:
    with _bar(screen, ready) as advance:
        demo = perform(ready, lambda _: advance(1))
    try:
        record = remember(demo)
        _show(screen, asked, demo, record)
        _page(screen, asked, demo)
    finally:
        demo.store.close()
    return FINE


def _show(screen: Screen, asked: Asked, demo: Demo, record: Record) -> None:
    if asked.again or asked.edit:
        show_changes(screen, record)
    else:
        screen.document(document(screen, demo))
        draw(screen, demo)


def _edit(screen: Screen, ready: Prepared, what: Literal["make", "undo"]) -> None:
    edit = ready.model.edit
    if edit is None:
        raise NurtureError("demo-no-edit")
    demo_folder.make(ready.place, edit, undo=what == "undo")
    screen.note(f"edited `{edit.file}`", f"`{edit.file}` を編集しました")


def _page(screen: Screen, asked: Asked, demo: Demo) -> None:
    """It is drawn after every play, so that `--open` need not play again."""
    place = demo.prepared.place
    write_page(place.root / PAGE, demo, screen.lang)
    if asked.page:
        write_page(screen.folder / asked.page, demo, screen.lang)
        screen.note(f"the page: {asked.page}", f"ページ：{asked.page}")
    if asked.browser:
        _open(screen, place.root / PAGE)


def _is_drawn(screen: Screen, place: Place) -> bool:
    path = place.root / PAGE
    return path.is_file() and f'<html lang="{screen.lang}">' in path.read_text("utf-8")[:200]


def _open(screen: Screen, path: Path) -> int:
    screen.note(f"the page: {path}", f"ページ：{path}")
    webbrowser.open(path.resolve().as_uri())
    return FINE


def _name(screen: Screen, place: Place) -> str:
    return place.root.relative_to(screen.folder).as_posix() if place.root.is_relative_to(screen.folder) else str(place.root)

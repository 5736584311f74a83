"""`nurture import` on the screen: what went in, what did not and why, and for a dry run who would fire."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.commands.importing import (
    Foreseen,
    Imported,
    Taking,
    foresee,
    guessed,
    keep_mapping,
    lines_of,
    mapping_at,
    sure,
    take,
    undeclared,
)
from engine.doors.guessing import Guessed
from engine.doors.imports import ImportReport
from engine.doors.mapping import Mapping
from engine.doors.outlook import Outlook
from engine.show.guessing import guess_data, show_guess
from engine.show.screen import FINDINGS, FINE, Screen
from engine.show.sentences import sentence
from engine.show.tables import Column, heading, progress, table

SHOWN = 20
"""Rows named on the screen; `--json` has them all."""
BROKEN = (Column("line", "行", align="right", keep=True), Column("why", "理由"))
JOINING = (
    Column("line", "行", align="right", keep=True),
    Column("lead", "リード"),
    Column("with", "相手"),
    Column("because of", "理由"),
)
FIRING = (
    Column("what", "何が", keep=True),
    Column("name", "名前"),
    Column("times", "回数", align="right"),
    Column("who", "だれが"),
)
COUNTS = ("read", "taken", "again", "erased", "new", "refused", "noted", "resumed")
NAMED = 3
"""Leads named for each scenario; `--json` has them all."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a table shall come in. save: where the guessed mapping is kept; sheet: of a workbook; yes: nobody is asked.

    refused: where the rows go that do not go in.
    """

    mapping: Path | None = None
    save: Path | None = None
    sheet: str = ""
    live: bool = False
    dry: bool = False
    yes: bool = False
    refused: Path | None = None


def show_import_leads(screen: Screen, file: Path, wish: Wish) -> int:
    """A table of leads; without a mapping by what its columns are taken for, once a person has seen it."""
    if wish.mapping is not None:
        mapping = mapping_at(wish.mapping)
        mapping = mapping.model_copy(update={"sheet": wish.sheet}) if wish.sheet else mapping
        return _show(screen, _taking(screen, file, wish, mapping), dry=wish.dry)
    lines_of(file)
    found = guessed(screen.folder, file, wish.sheet)
    agreed = _agreed(screen, found, file, wish)
    if agreed is None:
        return FINE
    if wish.save is not None:
        keep_mapping(agreed, found, wish.save)
        screen.note(f"the mapping stands in {wish.save}", f"マッピングを {wish.save} に書きました")
    return _show(screen, _taking(screen, file, wish, agreed), dry=wish.dry, found=found)


def _taking(screen: Screen, file: Path, wish: Wish, mapping: Mapping) -> Taking:
    return Taking(file, wish.live, mapping, is_table=True, refused=wish.refused, because=lambda problem: sentence(problem, screen.lang))


def _agreed(screen: Screen, found: Guessed, file: Path, wish: Wish) -> Mapping | None:
    """On a terminal a person has a look; elsewhere only what is sure goes in. None: they said no."""
    show_guess(screen, found)
    asking = not (wish.yes or screen.as_json) and sys.stdin.isatty()
    if wish.yes or asking:
        if asking and not wish.dry and not screen.confirm("take it in like this?", "この対応で取り込みますか？"):
            return None
        mapping = found.mapping(only_sure=False)
        assert mapping is not None
        return mapping
    if found.unsure:
        screen.say(
            "columns that are not sure were left out; `--yes` takes them in, `--save-mapping FILE` writes a mapping to mend",
            "確かでない列は取り込みません。`--yes` で取り込み、`--save-mapping FILE` でマッピングを書き出して直せます",
        )
    return sure(found, file)


def show_import_accounts(screen: Screen, file: Path, *, live: bool, dry: bool) -> int:
    """A table of companies."""
    return _show(screen, Taking(file, live, of_accounts=True), dry=dry)


def show_import_events(screen: Screen, file: Path, *, live: bool, dry: bool) -> int:
    """A log of events."""
    return _show(screen, Taking(file, live), dry=dry)


def _show(screen: Screen, taking: Taking, *, dry: bool, found: Guessed | None = None) -> int:
    bar = progress(screen, "reading", "読み込み中", total=lines_of(taking.file))
    if dry:
        with bar as advance:
            done = foresee(screen.folder, taking, advance)
    else:
        done = take(screen.folder, taking, bar)
    screen.document(_document(screen, done) | ({"columns": guess_data(screen, found)} if found else {}))
    _counts(screen, done.report, dry=dry)
    _broken(screen, done.report)
    if done.outlook is not None:
        _outlook(screen, done.outlook)
    if done.foreseen is not None:
        _foreseen(screen, done.foreseen, live=taking.live)
    elif done.report.taken:
        _next(screen, done, live=taking.live)
    if missing := " ".join(undeclared(screen.folder, taking)):
        screen.say(
            f"nothing hears these events until they are declared: `nurture events add {missing}`",
            f"宣言されていないイベントがあり、まだ何にも使われません：`nurture events add {missing}`",
        )
    return FINDINGS if done.report.refused else FINE


def _counts(screen: Screen, report: ImportReport, *, dry: bool) -> None:
    would, en = ("（予行）", "would take") if dry else ("", "took")
    screen.say(
        f"{en} {report.taken:,} events from {report.read:,} rows; {report.again:,} were there before, "
        f"{report.new:,} leads are new, refused: {report.refused:,}",
        f"{would}{report.read:,} 行から {report.taken:,} 件を取り込み。既出 {report.again:,} 件、"
        f"新しいリード {report.new:,} 人、受け付けなかった行 {report.refused:,} 件",
    )
    if report.resumed:
        screen.say(
            f"{report.resumed:,} rows were taken by an earlier call that was stopped; it went on behind them",
            f"前回止まった {report.resumed:,} 行目の続きから取り込みました",
        )
    if report.erased:
        screen.say(
            f"{report.erased:,} are of people who were erased, and nothing of them is kept",
            f"削除済みの人の {report.erased:,} 件は取り込まず、何も残しません",
        )


def _broken(screen: Screen, report: ImportReport) -> None:
    for title, rows, count in (
        (("refused", "受け付けなかった行"), report.rejected, report.refused),
        (("odd, but taken", "気になる行（取り込みました）"), report.notes, report.noted),
    ):
        if not rows:
            continue
        heading(screen, *title)
        table(screen, BROKEN, [(one.line or "-", sentence(one.problem, screen.lang)) for one in rows[:SHOWN]])
        if count > SHOWN:
            screen.say(f"and {count - SHOWN:,} more; `--json` names them", f"ほか {count - SHOWN:,} 件。`--json` で見られます")


def _outlook(screen: Screen, seen: Outlook) -> None:
    screen.say(
        f"leads: {seen.new:,} new, {seen.changed:,} rows change one that is known, {seen.again:,} rows say nothing new",
        f"リード：新規 {seen.new:,} 人、既存の変更 {seen.changed:,} 行、変わらない行 {seen.again:,} 行",
    )
    for (en, ja), pairs, count in (
        (("would be joined with", "統合されるリード"), seen.joined, seen.joins),
        (("would be asked about with `leads review`", "`leads review` で確認を求めるリード"), seen.asked, seen.asks),
    ):
        if pairs:
            heading(screen, f"{en} ({count:,})", f"{ja}（{count:,}）")
            table(screen, JOINING, pairs[:SHOWN])


def _foreseen(screen: Screen, found: Foreseen, *, live: bool) -> None:
    if not found.deployed:
        screen.say("nothing is deployed, so nothing would fire", "まだ何も配備していないので、何も起きません")
        return
    for scenario, leads in found.brought.most_common():
        screen.say(
            f"{leads:,} leads will enter `{scenario}` by this import, one by one",
            f"この取り込みで {leads:,} 人が順に `{scenario}` を開始します",
        )
    rows = [
        (screen.pick(*what), name, count, _who(found.who.get(name, []) if counts is found.entries else []))
        for what, counts in (
            (("enters", "開始"), found.entries),
            (("gets mail", "メール"), found.mails),
            (("goes to", "引き渡し"), found.handoffs),
        )
        for name, count in counts.most_common()
    ]
    heading(screen, *(("would fire", "起きること") if live else ("would have fired as news", "新しい出来事なら起きたはずのこと")))
    if not rows:
        screen.say("nothing", "何も起きません")
        return
    table(screen, FIRING, rows)
    screen.say(f"{found.leads:,} leads are concerned", f"対象のリード {found.leads:,} 人")
    if not live:
        screen.say(
            "as history it sets scores and stages and fires none of this",
            "履歴として取り込むと、点とステージだけが変わり、これらは起きません",
        )


def _who(leads: list[str]) -> str:
    return ", ".join(leads[:NAMED]) + (" …" if len(leads) > NAMED else "")


def _next(screen: Screen, found: Imported, *, live: bool) -> None:
    if live:
        screen.say("`nurture run` decides on them now", "`nurture run` が判断します")
    elif found.lets_in:
        screen.say(
            "history: scores and stages follow; only what says `enter by import` starts",
            "履歴として：点とステージが変わり、`enter by import` のシナリオだけが始まります",
        )
    else:
        screen.say("history: scores and stages follow, nothing is sent", "履歴として：点とステージだけが変わり、何も送りません")


def _document(screen: Screen, found: Imported) -> dict[str, Any]:
    report = found.report
    data: dict[str, Any] = {name: getattr(report, name) for name in COUNTS}
    for name in ("rejected", "notes"):
        data[name] = [
            {"line": one.line, "code": one.problem.code, "sentence": sentence(one.problem, screen.lang)} for one in getattr(report, name)
        ]
    if found.outlook is not None:
        seen = found.outlook
        data["leads"] = {"new": seen.new, "changed": seen.changed, "again": seen.again, "joins": seen.joins, "asks": seen.asks}
        data["joined"] = [one._asdict() for one in seen.joined]
        data["asked"] = [one._asdict() for one in seen.asked]
    if found.foreseen is not None:
        fore = found.foreseen
        data["would_fire"] = {"entries": dict(fore.entries), "mails": dict(fore.mails), "handoffs": dict(fore.handoffs)}
        data["comes_in"] = dict(fore.brought)
        data["would_fire"] |= {"who": fore.who, "leads": fore.leads, "deployed": fore.deployed}
    return data

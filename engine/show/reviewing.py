"""Leads that may be one person, side by side: what agrees, what nearly does, what contradicts, and what to type next."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from engine.commands.reviewing import Joined, Pair, Pairs, merge_certain, review
from engine.domain.keys import alike
from engine.reports.leads import Full
from engine.show.leads import called
from engine.show.moments import moment
from engine.show.plain import dated
from engine.show.reasons import reason
from engine.show.screen import FINE, Screen
from engine.show.tables import Column, heading, progress, table
from engine.work.agreement import Agreement, Level
from engine.work.judging import Verdict
from engine.work.portraits import meaning_of, portrait_of

FIRST = ("name", "company", "email", "phone")
"""Attributes that stand on top, known or not."""
MARKS = {Level.SAME: "=", Level.NEARLY: "~", Level.SOMEWHAT: "~", Level.DIFFERENT: "!"}
COLOURS = {"=": "green", "~": "yellow", "!": "red", "": ""}
VERDICTS = {
    Verdict.CERTAIN: ("certainly one person", "同じ人と言えます"),
    Verdict.REVIEW: ("perhaps one person", "同じ人かもしれません"),
    Verdict.DIFFERENT: ("asked about, though little speaks for it", "確認対象ですが、別の人の可能性が高い組です"),
}
JOINED = (Column("lead", "リード"), Column("becomes one with", "統合先"))


class Line(NamedTuple):
    """One attribute of both. level: None where one of them has not told it."""

    name: str
    one: str
    other: str
    level: Level | None

    @property
    def mark(self) -> str:
        """= agrees, ~ nearly, ! contradicts."""
        return MARKS[self.level] if self.level is not None else ""


def show_review(screen: Screen, *, limit: int, kept: bool) -> int:
    """Every pair, the likeliest first, with the two commands that settle it."""
    with progress(screen, "comparing leads", "リードを照合中") as advance:
        found = review(screen.folder, limit=limit, kept=kept, tell=advance)
    screen.document(_document(found))
    for number, pair in enumerate(found.pairs, 1):
        _side_by_side(screen, number, pair, found.zone)
    if found.undecided:
        count = f"{found.undecided:,}"
        screen.note(f"{count} events wait for `nurture run`", f"{count} 件のできごとが `nurture run` を待っています")
    if found.left:
        screen.note(
            f"{found.left:,} leads are not compared yet; `nurture run` goes on with it in quiet moments, and so does this command",
            f"未照合のリードが {found.left:,} 件あります。`nurture run` が空き時間に照合を続けます（このコマンドの再実行でも進みます）",
        )
    if not found.pairs:
        screen.say("no two leads look like one person", "同じ人らしいリードの組はありません")
        return FINE
    screen.say("", "")
    screen.say("= agrees   ~ nearly   ! contradicts", "= 一致   ~ ほぼ一致   ! 食い違い")
    shown, waiting = len(found.pairs), found.waiting
    screen.say(
        f"{waiting:,} to decide, {shown:,} of them here; those that are certain:",
        f"未判断 {waiting:,} 組のうち {shown:,} 組。確実な組の確認は：",
    )
    screen.say(*("  nurture leads review --merge-certain --dry-run",) * 2)
    return FINE


def show_certain(screen: Screen, *, limit: int, dry: bool) -> int:
    """Who becomes one with whom, and then that it is asked for."""
    with progress(screen, "reading leads", "リードを読み込み中") as advance:
        found = merge_certain(screen.folder, limit=limit, dry=dry, tell=advance)
    screen.document(_joined(found))
    if not found.joined:
        screen.say("no two leads are certainly one person", "確実に同じ人と言えるリードの組はありません")
        return FINE
    table(screen, JOINED, found.joined)
    count = len(found.joined)
    if dry:
        screen.say(f"{count:,} would be joined; nothing was changed", f"統合の対象は {count:,} 件。何も変更していません")
    else:
        screen.say(f"{count:,} become one with another", f"{count:,} 件を統合します")
    return FINE


def lines_of(pair: Pair) -> Iterator[Line]:
    """What both have told, attribute by attribute."""
    one, other = (full.lead.facts.attributes for full in (pair.one, pair.other))
    for name in dict.fromkeys([*FIRST, *sorted(one), *sorted(other)]):
        left, right = (str(told[name].value) if name in told and told[name].value else "" for told in (one, other))
        if left or right or name in FIRST:
            yield Line(name, left or "-", right or "-", _level(name, left, right, pair.judgement.agreement) if left and right else None)


def _level(name: str, left: str, right: str, agreement: Agreement) -> Level | None:
    if left == right or alike("", left) == alike("", right):
        # Half-width kana, spaces and forms of a kanji are ways to write the same.
        return Level.SAME
    meaning = meaning_of(name)
    if meaning == "name":
        parts = [agreement[part] for part in ("family", "given") if part in agreement]
        return min(parts) if parts else None
    if meaning == "phone":
        return next((agreement[kind] for kind in ("mobile", "phone") if kind in agreement), None)
    if "reading" in meaning:
        sounds = [portrait_of([("reading", text)]).reading for text in (left, right)]
        return Level.SAME if sounds[0] == sounds[1] else Level.DIFFERENT
    return agreement.get(meaning)


def _side_by_side(screen: Screen, number: int, pair: Pair, zone: str) -> None:
    one, other = pair.one, pair.other
    en, ja = VERDICTS[pair.verdict]
    why = reason(pair.because, screen.lang)
    told = f"（{why}）" if screen.lang == "ja" else f"; {why}"
    share, behind = likely(pair.bits), told if why else ""
    heading(screen, f"{number}. {en} ({share} likely{behind})", f"{number}. {ja}（見込み {share}）{behind}")
    columns = (Column("", ""), Column("", ""), Column(called(one.line), called(one.line)), Column(called(other.line), called(other.line)))
    lines = list(lines_of(pair))
    rows = [(line.mark, line.name, line.one, line.other) for line in lines]
    rows += [
        ("", screen.pick("stage", "ステージ"), one.line.stage or "-", other.line.stage or "-"),
        ("", screen.pick("scenarios", "シナリオ"), ", ".join(one.line.runs) or "-", ", ".join(other.line.runs) or "-"),
        ("", screen.pick("last active", "最終反応"), moment(one.line.activity, zone), moment(other.line.activity, zone)),
        ("", "ID", one.line.id, other.line.id),
    ]
    table(screen, columns, rows, styles=[COLOURS[row[0]] for row in rows])
    ids = f"{other.line.id} {one.line.id}"
    screen.say(f"  one person:  nurture leads merge {ids}", f"  同じ人：nurture leads merge {ids}")
    screen.say(f"  two people:  nurture leads apart {ids}", f"  別の人：nurture leads apart {ids}")


def likely(bits: float) -> str:
    """How likely two leads are one person, from the bits that speak for it: the odds are two to their power. Never said to be sure."""
    return f"{min(1 / (1 + 2 ** -max(bits, -60.0)), 0.999):.1%}"


def _document(found: Pairs) -> dict[str, Any]:
    looked = {"waiting": found.waiting, "leads": found.leads, "compared": found.compared, "left": found.left, "undecided": found.undecided}
    return looked | {"pairs": [_pair(one, found.zone) for one in found.pairs]}


def _pair(pair: Pair, zone: str) -> dict[str, Any]:
    told = dated({"because": pair.because, "since": pair.since}, "since", zone=zone)
    against = {name: None if bits is None else round(bits, 2) for name, bits in pair.judgement.scores._asdict().items()}
    attributes = [
        {"name": line.name, "values": [line.one, line.other], "agreement": line.level.name.lower() if line.level is not None else None}
        for line in lines_of(pair)
    ]
    weighed = {"verdict": str(pair.verdict), "bits": round(pair.bits, 2), "against": against, "attributes": attributes}
    return told | weighed | {"leads": [_side(one) for one in (pair.one, pair.other)]}


def _side(full: Full) -> dict[str, Any]:
    known = {name: one.value for name in FIRST if (one := full.lead.facts.attributes.get(name)) is not None}
    return {"id": full.line.id, "stage": full.line.stage, "runs": list(full.line.runs)} | known


def _joined(found: Joined) -> dict[str, Any]:
    return {"joined": [{"lead": lead, "into": into} for lead, into in found.joined], "dry_run": not found.done}

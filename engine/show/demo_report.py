"""A demo on the screen: one story, one mail received, one not sent, the staircase, nurtured against not nurtured, one edit."""

from typing import Any

from engine.commands.demo import Demo
from engine.commands.demo_folder import FOLDER, is_made, line_of
from engine.lab.demo.mailbox import Received
from engine.reports.staircase import Stair
from engine.reports.uplift import Uplift
from engine.show.demo_words import cause, result
from engine.show.folding import cells, fold
from engine.show.languages import Lang
from engine.show.moments import day, moment
from engine.show.plain import iso, plain
from engine.show.reasons import reason
from engine.show.screen import Screen
from engine.show.tables import Column, heading, table
from grammar.ast import Event as EventDeclaration

WIDTH = 78
BAR = 30
FRAME_LINES = 30
"""Lines of a mail on the screen; what is longer is cut and said so."""

STORY = (Column("when", "日時", keep=True), Column("what happened → what followed", "できごと → 結果"), Column("rule", "ルール", keep=True))
STAIRS = (
    Column("stage", "ステージ", keep=True),
    Column("reached", "到達", align="right"),
    Column("staying", "滞留", align="right"),
    Column("passed", "遷移", align="right"),
    Column("dropped", "離脱", align="right"),
    Column("", "", keep=True),
)
GROUPS = (
    Column("group", "群", keep=True),
    Column("leads", "人数", align="right"),
    Column("of them", "うち", align="right"),
    Column("rate", "割合", align="right"),
)


def draw(screen: Screen, demo: Demo) -> None:
    """All parts, for people."""
    if screen.as_json:
        return
    _opening(screen, demo)
    _story(screen, demo)
    _mail(screen, demo)
    _unsent(screen, demo)
    _stairs(screen, demo)
    for one in demo.figures.groups:
        _groups(screen, demo, one)
    _edit(screen, demo)
    _next(screen, demo)


def labels_of(demo: Demo) -> dict[str, str]:
    """What the workspace calls its events."""
    found = demo.prepared.ready.workspace.files
    return {str(one.name): one.label for file in found for one in file.declarations if isinstance(one, EventDeclaration) and one.label}


def called(demo: Demo, event: str, lang: Lang) -> str:
    """An event in the reader's words."""
    return (labels_of(demo).get(event, "") if lang == "ja" else "") or event.replace("-", " ")


def _opening(screen: Screen, demo: Demo) -> None:
    span = f"{day(demo.start, demo.zone)} – {day(demo.end, demo.zone)}"
    leads, days, mails = demo.prepared.model.leads, demo.prepared.model.days, demo.mails
    seed = demo.prepared.wanted.seed
    _folded(
        screen,
        f"{leads} leads, {days} days ({span}), {mails:,} mails over SMTP, seed {seed}",
        f"リード {leads} 人、{days} 日間（{span}）、SMTP で届いたメール {mails:,} 通、シード {seed}",
    )


def _story(screen: Screen, demo: Demo) -> None:
    found = demo.story
    if found is None:
        heading(screen, "1  One lead's story", "1  ある人の物語")
        screen.say("sales accepted nobody yet", "営業が受領した人は、まだいません")
        return
    who = "、".join(text for text in (found.line.company, found.line.name) if text)
    heading(screen, f"1  One lead's story: {who}", f"1  ある人の物語：{who}")
    labels = labels_of(demo)
    rows = []
    for beat in found.beats:
        told = screen.pick(", ", "、").join(result(one, screen.lang, demo.zone) for one in beat.told)
        rule = next((one.rule for one in beat.told if one.rule), "")
        rows.append((moment(beat.chapter.moment, demo.zone)[5:], f"{cause(beat.chapter, screen.lang, labels)} → {told}", rule))
    table(screen, STORY, rows)
    if found.met:
        when = moment(found.met, demo.zone)[5:]
        what = called(demo, demo.prepared.model.meeting, screen.lang)
        screen.say(f"{when}  {what}", f"{when}  {what}")


def _mail(screen: Screen, demo: Demo) -> None:
    heading(screen, "2  The mail sales received about it", "2  営業に届いたメール")
    if demo.mail is None:
        screen.say("none", "ありません")
        return
    for text in framed(demo.mail, screen):
        screen.say(text, text)


def framed(mail: Received, screen: Screen) -> list[str]:
    """The head and the text part in a box of 80 columns."""
    names = screen.pick("From: |To: |Subject: ", "差出人：|宛先：　|件名：　").split("|")
    head = [f"{name}{text}" for name, text in zip(names, (mail.sender, mail.to, mail.subject), strict=True)]
    body = [part for text in [*head, "", *mail.text.strip().splitlines()] for part in (fold(text, WIDTH - 4) if text.strip() else [""])]
    if len(body) > FRAME_LINES:
        more = len(body) - FRAME_LINES
        body = [*body[:FRAME_LINES], screen.pick(f"… {more} lines more", f"… 残り {more} 行")]
    rule = "─" * (WIDTH - 2)
    return [f"┌{rule}┐", *(f"│ {text}{' ' * (WIDTH - 4 - cells(text))} │" for text in body), f"└{rule}┘"]


def _unsent(screen: Screen, demo: Demo) -> None:
    heading(screen, "3  One mail that was not sent", "3  送らなかったメール")
    found = demo.unsent
    if found is None:
        screen.say("every mail that was decided left", "判断したメールはすべて送りました")
        return
    message, who = found.message, found.line.name or found.line.id
    when = moment(message.decided_at, demo.zone)
    why = reason(message.reason, screen.lang)
    _folded(
        screen,
        f"`{message.template}` ({message.scenario}) to {who}, {when}: {why}",
        f"{who} さんへの `{message.template}`（{message.scenario}）、{when}：{why}",
    )
    source = f"  {found.rule}    {source_of(demo, found.rule)}".rstrip()
    screen.say(source, source)


def _folded(screen: Screen, en: str, ja: str) -> None:
    for text in fold(screen.pick(en, ja), WIDTH):
        screen.say(text, text)


def source_of(demo: Demo, rule: str) -> str:
    """The line of a file that `file:line` names."""
    file, _, line = rule.partition(":")
    lines = demo.prepared.texts.get(file, "").splitlines()
    return lines[int(line) - 1].strip() if line.isdigit() and int(line) <= len(lines) else ""


def _stairs(screen: Screen, demo: Demo) -> None:
    heading(screen, "4  The staircase", "4  購買の段階")
    most = max((one.reached for one in demo.figures.stairs), default=0)
    rows = [(one.stage, one.reached, one.staying, one.passed, one.dropped, bar(one, most)) for one in demo.figures.stairs]
    table(screen, STAIRS, rows)
    screen.say("█ passed on   ▒ staying   ░ dropped out", "█ 先へ進んだ　▒ とどまっている　░ 離脱")


def bar(stair: Stair, most: int) -> str:
    """Who reached a stage, drawn against the widest: those who passed, stay, dropped."""
    ends = [round(BAR * part / most) if most else 0 for part in (stair.passed, stair.passed + stair.staying, stair.reached)]
    if stair.reached and not ends[2]:
        return "▏"
    return "█" * ends[0] + "▒" * (ends[1] - ends[0]) + "░" * (ends[2] - ends[1])


def _groups(screen: Screen, demo: Demo, one: Uplift) -> None:
    what = called(demo, one.stage, screen.lang)
    heading(screen, f"5  Nurtured against not nurtured: {what}", f"5  育成した人と、しなかった人：{what}")
    rows = [
        (screen.pick("nurtured", "育成群"), one.nurtured.total, one.nurtured.count, f"{one.nurtured.value:.1%}"),
        (screen.pick("holdout, no mails", "対照群（メールなし）"), one.holdout.total, one.holdout.count, f"{one.holdout.value:.1%}"),
    ]
    table(screen, GROUPS, rows)
    d, f = one.difference, one.factor
    points = f"{d.value * 100:+.1f} ({d.low * 100:+.1f} … {d.high * 100:+.1f})"
    screen.say(f"difference, 95 %: {points} points", f"差（95% 区間）：{points} ポイント")
    if f is not None:
        screen.say(
            f"ratio, 95 %: ×{f.value:.2f} ({f.low:.2f} … {f.high:.2f})", f"比（95% 区間）：×{f.value:.2f}（{f.low:.2f} … {f.high:.2f}）"
        )
    else:
        screen.say("ratio: none, as one group has nobody", "比：片方の群が 0 人のため出せません")
    if claim := demo.prepared.model.claim:
        screen.say(
            f"others claim ×{claim:g} for such a company; it is no target of these people",
            f"公表されている主張は ×{claim:g}。この人々の目標にはしていません",
        )
    for text in fold("".join(honest(screen.lang, one)), WIDTH):
        screen.say(text, text)


def honest(lang: Lang, one: Uplift) -> tuple[str, str]:
    """What these figures are, and what they are not."""
    unsure = (
        "The interval holds 0: so few leads cannot tell chance from effect. ",
        "区間が 0 を含むので、この人数では偶然と区別できません。",
    )
    sure = ("The interval does not hold 0. ", "区間は 0 を含みません。")
    model = (
        "The people are a declared model with planted effects (people.toml): "
        "this shows that the engine can measure, not that nurturing works.",
        "人々は、効き目まで宣言した作りもののモデルです（people.toml）。示しているのは測れることであって、育成が効くことではありません。",
    )
    verdict = unsure if one.difference.low <= 0 <= one.difference.high else sure
    return verdict[lang == "ja"], model[lang == "ja"]


def _edit(screen: Screen, demo: Demo) -> None:
    edit, place = demo.prepared.model.edit, demo.prepared.place
    if edit is None:
        return
    heading(screen, "6  One edit to try", "6  試してほしい編集")
    made = is_made(place, edit)
    _folded(screen, edit.why_en or edit.why, edit.why)
    place_of = f"  {edit.file}:{line_of(place, edit)}"
    screen.say(f"{place_of}\n  - {edit.find}\n  + {edit.replace}", f"{place_of}\n  - {edit.find}\n  + {edit.replace}")
    if made:
        screen.say("it is made already; `--undo-edit` takes it back", "編集済みです。`--undo-edit` で元に戻せます")


def _next(screen: Screen, demo: Demo) -> None:
    place = demo.prepared.place
    inside = place.root == screen.folder.resolve() or place.root == screen.folder
    folder = "" if inside else f"cd {place.root.name} && "
    name = place.root.name
    company = f" --company {name.removeprefix(f'{FOLDER}-')}" if name.startswith(f"{FOLDER}-") else f" --folder {name}"
    other = "" if inside or name == FOLDER else company
    rows = [
        (f"nurture demo{other} --apply-edit", screen.pick("make it, see what changes", "その編集で何が変わるか")),
        (f"nurture demo{other} --open", screen.pick("a page: mails, histories", "ページで見る（メール・履歴）")),
    ]
    if demo.story is not None:
        rows.append((f"{folder}nurture explain {demo.story.line.id}", screen.pick("that lead, in full", "この人のすべての判断")))
    heading(screen, "next", "次にできること")
    width = max(len(command) for command, _ in rows) + 2
    gap = " " if all(width + 2 + cells(what) <= WIDTH + 2 for _, what in rows) else "\n      "
    for command, what in rows:
        text = f"  {command:{width}}" if gap == " " else f"  {command}{gap}"
        screen.say(f"{text}{what}", f"{text}{what}")


def document(screen: Screen, demo: Demo) -> dict[str, Any]:
    """All of it as plain data."""
    prepared = demo.prepared
    told: dict[str, Any] = {
        "folder": prepared.place.root.name,
        "seed": prepared.wanted.seed,
        "leads": prepared.model.leads,
        "days": prepared.model.days,
        "from": iso(demo.start, demo.zone),
        "until": iso(demo.end, demo.zone),
        "mails": demo.mails,
        "figures": plain(demo.figures),
        "numbers": demo.figures.numbers(),
        "edit": plain(prepared.model.edit) if prepared.model.edit else None,
    }
    told["story"] = _plain_story(screen, demo)
    told["mail"] = demo.mail._asdict() if demo.mail else None
    told["unsent"] = plain(demo.unsent) if demo.unsent else None
    return told


def _plain_story(screen: Screen, demo: Demo) -> dict[str, Any] | None:
    if demo.story is None:
        return None
    labels = labels_of(demo)
    beats = [
        {
            "at": iso(beat.chapter.moment, demo.zone),
            "what": cause(beat.chapter, screen.lang, labels),
            "results": [{"sentence": result(one, screen.lang, demo.zone), "rule": one.rule} for one in beat.told],
        }
        for beat in demo.story.beats
    ]
    return {"lead": demo.story.line.id, "name": demo.story.line.name, "company": demo.story.line.company, "beats": beats}

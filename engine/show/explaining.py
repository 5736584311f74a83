"""`nurture explain` on the screen."""

from typing import Any

from engine.commands.explaining import Explained, OtherStory, explain, explain_other
from engine.reports.story import Chapter, Message
from engine.show.folding import hang, pad
from engine.show.leads import JUDGED, called, judged, plain_hold, value_text
from engine.show.machines import machines_told, show_machines
from engine.show.moments import moment
from engine.show.plain import dated, iso, plain
from engine.show.reasons import reason, state
from engine.show.screen import FINE, Screen
from engine.show.splits import draw_tests
from engine.show.tables import Column, heading, ruled, table
from engine.show.traces import event_words, line, subject_name, who

WIDTH = 80
KINDS = {
    "handoff": ("to sales", "営業へ"), "notice": ("notice", "通知"), "task": ("task", "タスク"), "webhook": ("webhook", "Webhook"),
    "takeover": ("to the new owner", "新しい担当者へ"),
}  # fmt: skip
"""Messages to colleagues and other systems."""
MAILS = (
    Column("mail", "メール"),
    Column("state", "状態"),
    Column("when", "日時", keep=True),
    Column("why", "理由・シナリオ"),
    Column("rule", "ルール", keep=True),
)
SCORES = (Column("score", "スコア"), Column("points", "点", align="right"), Column("level", "レベル"))
VALUES = (Column("attribute", "属性"), Column("value", "値"), Column("from", "経路"), Column("since", "日時", keep=True))
AWARDS = (
    Column("score", "スコア"),
    Column("points", "点", align="right"),
    Column("for", "何に対して"),
    Column("when", "日時", keep=True),
    Column("rule", "ルール", keep=True),
)


def show_explain(screen: Screen, lead: str, *, mail: str) -> int:
    """The chain, then the scores as they come about, then every mail with its reason."""
    other = explain_other(screen.folder, lead)
    if other is not None:
        return _other(screen, other)
    found = explain(screen.folder, lead, mail=mail)
    screen.document(_document(screen, found))
    screen.say(called(found.line), called(found.line))
    if found.merged:
        also = ", ".join(found.merged)
        screen.say(f"the same person as {also}", f"{also} と同じ人")
    if not found.chapters:
        screen.say("nothing was decided for this lead yet", "このリードについての判断はまだありません")
    else:
        heading(screen, "what happened, and what followed", "できごとと、その結果")
        for chapter in found.chapters:
            _chapter(screen, chapter, found.zone)
    if not mail:
        _values(screen, found)
        _scores(screen, found)
    _mails(screen, found)
    show_machines(screen, found.machines, found.zone)
    return FINE


def _other(screen: Screen, found: OtherStory) -> int:
    """A subject that is no lead: how the arms of a test do, and what was decided."""
    told = {id_: [_told(screen, one, found.zone) for one in chapters] for id_, chapters in found.chapters.items()}
    screen.document({"chains": told, "tests": [plain(one) | {"proven": one.is_proven} for one in found.tests]})
    draw_tests(screen, found.tests, found.zone)
    for id_, chapters in found.chapters.items():
        heading(screen, f"{subject_name(id_)}: what happened, and what followed", f"{subject_name(id_)}：できごとと、その結果")
        for chapter in chapters:
            _chapter(screen, chapter, found.zone)
    return FINE


def _chapter(screen: Screen, chapter: Chapter, zone: str) -> None:
    when, indent = moment(chapter.moment, zone), len("2026-01-01 00:00") + 2
    for number, text in enumerate(hang(_cause(screen, chapter), WIDTH - indent, 2)):
        begin = pad("" if number else when, indent)
        screen.say(*(begin + text,) * 2)
    ruled(screen, [(trace.rule, line(trace, screen.lang, zone)) for trace in chapter.lines], indent=4)


def _cause(screen: Screen, chapter: Chapter) -> str:
    if chapter.event is not None:
        return event_words(chapter.event, screen.lang)
    return screen.pick("(time passed)", "（時間の経過）") if chapter.due else screen.pick("(deployment)", "（配備）")


def _values(screen: Screen, found: Explained) -> None:
    """Each value with who has said it, and what stands about the lead."""
    if found.attributes:
        heading(screen, "what is known, and who has said it", "属性と、その出所")
        rows = [(name, value_text(one.value), one.source or "-", moment(one.at, found.zone)) for name, one in found.attributes]
        table(screen, VALUES, rows)
    if found.judgements:
        heading(screen, "judgements that stand", "有効な保留")
        table(screen, JUDGED[1:], [judged(screen, one, found.zone) for one in found.judgements])


def _scores(screen: Screen, found: Explained) -> None:
    if not found.scores:
        return
    heading(screen, "scores now, and where the points come from", "現在のスコアと、点の内訳")
    if unseen := sum(1 for one in found.chapters if one.event is not None and one.event.props.get("observed") is False):
        screen.say(
            f"opens and clicks of {unseen} mails to this lead are not observed: silence there is no answer",
            f"このリード宛ての {unseen} 通は開封とクリックを記録していません。反応がないことは、関心がないことではありません",
        )
    table(screen, SCORES, [(one.score, one.points, one.level or "-") for one in found.scores])
    rows = [
        (one.score, f"{one.given / 100:+g}", event_words(one.event, screen.lang), moment(one.event.at, found.zone), one.rule)
        for one in found.awards
    ]
    rows += [(one.score, f"{one.points / 100:+g}", screen.pick("as long as it holds", "成り立つ間"), "", one.rule) for one in found.holding]
    if rows:
        screen.say("", "")
        table(screen, AWARDS, rows)


def _mails(screen: Screen, found: Explained) -> None:
    heading(screen, "mails, sent and not sent", "メール（送ったもの・送らなかったもの）")
    if not found.messages:
        screen.say("no mail was decided", "メールの判断はまだありません")
        return
    rows = [
        (_called(screen, one), state(one.state, screen.lang), _when(one, found.zone), _why(screen, one), one.rule) for one in found.messages
    ]
    table(screen, MAILS, rows)


def _when(message: Message, zone: str) -> str:
    return moment(message.sent_at or message.from_at or message.decided_at, zone)


def _called(screen: Screen, message: Message) -> str:
    return message.template or screen.pick(*KINDS.get(message.kind, (message.kind, message.kind)))


def _why(screen: Screen, message: Message) -> str:
    if message.reason:
        return reason(message.reason, screen.lang)
    if message.state == "shadow":
        return reason("shadow", screen.lang)
    return message.scenario if message.template else who(message.target.removeprefix("mailto:"), screen.lang)


def _document(screen: Screen, found: Explained) -> dict[str, Any]:
    zone = found.zone
    chain = [_told(screen, one, zone) for one in found.chapters]
    awards = [
        {"score": one.score, "asked": one.asked / 100, "given": one.given / 100, "rule": one.rule, "event": one.event.type}
        | {"at": iso(one.event.at, zone)}
        for one in found.awards
    ]
    messages = [
        plain(one) | {name: iso(getattr(one, name), zone) for name in ("from_at", "decided_at", "sent_at")} for one in found.messages
    ]
    scores = [plain(one) for one in found.scores]
    holding = [{"score": one.score, "points": one.points / 100, "rule": one.rule} for one in found.holding]
    told = {"chain": chain, "scores": scores, "awards": awards, "holding": holding, "messages": messages}
    told["values"] = [{"name": name, "value": one.value, "source": one.source, "at": iso(one.at, zone)} for name, one in found.attributes]
    told["judgements"] = [plain_hold(one, zone) for one in found.judgements]
    told["machines"] = machines_told(found.machines, zone)
    return {"lead": found.line.id, "merged": list(found.merged)} | told


def _told(screen: Screen, one: Chapter, zone: str) -> dict[str, Any]:
    return {
        "number": one.number,
        "lead": one.lead,
        "moment": iso(one.moment, zone),
        "event": dated(plain(one.event), "at", "received", zone=zone) if one.event else None,
        "lines": [
            {"what": trace.what, "rule": trace.rule, "detail": plain(trace.detail)} | {"sentence": line(trace, screen.lang, zone)}
            for trace in one.lines
        ],
    }

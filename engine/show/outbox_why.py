"""Why a message stands as it does, in sentences: what it is, what holds it, when it is looked at, what its attempts were told."""

from collections.abc import Iterator
from typing import TypeAlias

from engine.commands.outbox import Full
from engine.reports.outbox import Attempt, Item
from engine.show.moments import moment
from engine.show.reasons import reason
from engine.show.screen import Screen
from engine.store.control import Control
from engine.store.holds import STUCK

Both: TypeAlias = tuple[str, str]
"""A sentence in English and in Japanese."""

HOLDABLE = {
    "message": ("the message `{name}`", "メッセージ `{name}`"),
    "scenario": ("all mails of the scenario `{name}`", "シナリオ `{name}` のすべて"),
    "template": ("all mails from the template `{name}`", "テンプレート `{name}` のすべて"),
    "lead": ("all messages about the lead `{name}`", "リード `{name}` 宛てのすべて"),
    "domain": ("all mails to the domain `{name}`", "ドメイン `{name}` 宛てのすべて"),
}
STANDING = {
    "waiting": ("waiting", "待機"),
    "held": ("held", "保留"),
    "leaving": ("leaving", "送信中"),
    "doubtful": ("in doubt", "不明"),
    "dead": ("dead", "不達"),
    "sent": ("sent", "送信済み"),
    "skipped": ("not sent", "送らない"),
    "shadow": ("shadow", "shadow"),
}
SETTLED: dict[str, Both] = {
    "leaving": (
        "the server has all of it and has not answered yet",
        "サーバーに渡し終え、返事を待っています",
    ),
    "doubtful": (
        "it may have arrived or not: the server had all of it and nobody heard an answer; it is not sent again by itself, "
        "and a bounce, an open, a click or a reply settles it",
        "届いたかどうか分かりません。渡し終えた後に返事が確認できていません。自動では再送せず、不達通知・開封・クリック・返信があれば決着します",
    ),
    "dead": ("it did not leave, and nothing looks at it any more", "出ていません。もう自動では試しません"),
    "skipped": ("it was decided not to send it", "送らないと判断しました"),
    "shadow": ("it was decided in shadow, and never leaves", "shadow での判断のため、送りません"),
}
ADVICE: dict[str, Both] = {
    "doubtful": (
        "if you know more: `nurture outbox settle {id} sent` or `… lost`",
        "分かったことがあれば `nurture outbox settle {id} sent`（または `lost`）",
    ),
    "dead": (
        "`nurture outbox replay {id}` lets it be judged anew, by the lead's caps and windows",
        "`nurture outbox replay {id}` で、上限と時間帯に照らして判断し直せます",
    ),
}


def standing(screen: Screen, item: Item) -> str:
    """What it does, in a word."""
    return screen.pick(*STANDING[item.standing])


def hold_words(scope: str, name: str) -> Both:
    """What a hold covers."""
    en, ja = HOLDABLE[scope]
    return en.format(name=name), ja.format(name=name)


def halted(control: Control) -> Iterator[Both]:
    """Whether anything may leave at all."""
    if control.mode == "shadow":
        yield "in shadow: nothing leaves", "shadow のため何も送りません"
    if control.stopped:
        resume = "`nurture stop all --resume`"
        yield f"stopped by hand: nothing leaves until {resume}", f"手動で停止中：{resume} まで何も送りません"
    if control.halted:
        yield halt_words(control.halted)


def halt_words(because: str) -> Both:
    """`bounces:12/150`: why the engine stopped by itself, and how it goes on."""
    kind, _, counted = because.partition(":")
    part, _, whole = counted.partition("/")
    what = {"bounces": ("bounced", "不達"), "complaints": ("brought a complaint", "迷惑メールの申告")}.get(kind, (kind, kind))
    return (
        f"the engine stopped marketing mails by itself: {part} of {whole} {what[0]}; find out why, then `nurture stop all --resume`",
        f"マーケティングメールを自動で停止しました：{whole} 通中 {part} 通が{what[1]}。原因を調べてから `nurture stop all --resume`",
    )


def why_short(screen: Screen, item: Item) -> str:
    """The reason in a few words."""
    if item.held is not None:
        return reason(item.held, screen.lang) or screen.pick("by hand", "手動")
    return reason(item.reason, screen.lang)


def why(screen: Screen, found: Full, zone: str) -> list[str]:
    """Everything there is to say, in the order in which one would ask."""
    both = [_what(found.item, zone), *_holding(screen, found, zone), *_look(found.item, found.now, zone)]
    both += [_attempt(screen, one, zone) for one in found.attempts]
    both += [_answered(found.item)] if found.item.answer and not found.attempts else []
    both += _advice(found)
    return [screen.pick(*words) for words in both]


def _advice(found: Full) -> Iterator[Both]:
    """What a person may do about it."""
    for one in found.holds:
        command = f"`nurture outbox release {'' if one.scope == 'message' else f'--{one.scope} '}{one.name}`"
        yield f"{command} ends the hold", f"保留を解くには {command}"
    if found.item.standing in ADVICE:
        en, ja = ADVICE[found.item.standing]
        yield en.format(id=found.item.id), ja.format(id=found.item.id)


def _what(item: Item, zone: str) -> Both:
    name, to = item.template or item.kind, item.target or item.lead
    where = f"`{item.scenario}`, {item.rule}" if item.scenario else item.rule
    when = moment(item.decided_at, zone)
    return f"`{name}` to {to}, decided on {when} ({where})", f"{to} への `{name}`。{when} に決定（{where}）"


def _holding(screen: Screen, found: Full, zone: str) -> Iterator[Both]:
    item, words = found.item, why_short(screen, found.item)
    if item.standing in ("waiting", "held"):
        yield from (one for one in halted(found.control) if not found.control.halted or item.purpose == "marketing")
    if found.judgement is not None and item.standing in ("waiting", "held"):
        yield f"the lead is held: {found.judgement.because or 'by hand'}", f"リードを保留中：{found.judgement.because or '手動'}"
    if item.held == STUCK:
        yield (
            "the engine holds it: it was tried again and again and never got to an answer, so that it may be what broke each try",
            "エンジンが保留にしました。何度試しても結果が出ず、それ自体が失敗の原因かもしれません",
        )
    elif item.held is not None:
        yield f"a person holds it: {words}", f"手動で保留しています：{words}"
    elif item.standing == "sent":
        yield f"it left on {moment(item.fenced_at, zone)}" + (f" ({words})" if words else ""), (
            f"{moment(item.fenced_at, zone)} に送信しました" + (f"（{words}）" if words else "")
        )
    elif item.standing in SETTLED:
        en, ja = SETTLED[item.standing]
        yield (f"{en}: {words}", f"{ja}：{words}") if words else (en, ja)
    elif item.standing == "held":
        yield f"the rules hold it: {words}", f"ルールにより保留中：{words}"
    elif item.state == "returned":
        yield f"it came back to be judged anew: {words}", f"判断し直しています：{words}"
    elif words:
        yield f"it waits: {words}", f"待っています：{words}"


def _look(item: Item, now: int, zone: str) -> Iterator[Both]:
    """When it is looked at, and how long it may leave."""
    if item.standing == "held" and item.held is None and item.from_at > now:
        yield f"it is judged again on {moment(item.from_at, zone)}", f"{moment(item.from_at, zone)} に判断し直します"
    if item.state not in ("queued", "claimed", "frozen"):
        return
    if item.from_at > now:
        yield f"its time begins on {moment(item.from_at, zone)}", f"{moment(item.from_at, zone)} から送れます"
    elif item.held is None and item.next_at <= now:
        yield "it is looked at at once", "すぐに処理します"
    elif item.held is None:
        yield f"it is looked at again on {moment(item.next_at, zone)}", f"次は {moment(item.next_at, zone)} に試します"
    if item.until_at:
        until = moment(item.until_at, zone)
        if item.kind == "mail":
            yield f"if it has not left by {until}, it is judged anew", f"{until} までに出なければ判断し直します"
        else:
            yield f"if it has not left by {until}, it is given up", f"{until} までに出なければあきらめます"


def _attempt(screen: Screen, one: Attempt, zone: str) -> Both:
    words, when = reason(one.reason, screen.lang), moment(one.at, zone)
    said = (f"; the other side said `{one.answer}`", f"。応答は `{one.answer}`") if one.answer else ("", "")
    return f"attempt {one.number}, {when}: {words}{said[0]}", f"{one.number} 回目、{when}：{words}{said[1]}"


def _answered(item: Item) -> Both:
    return f"the other side said `{item.answer}`", f"応答は `{item.answer}`"

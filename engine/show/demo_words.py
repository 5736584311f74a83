"""What happens in a demo, in as few words as fit on a line."""

from engine.domain.effects import Trace
from engine.domain.events import Event, Kind
from engine.reports.story import Chapter
from engine.show.languages import Lang
from engine.show.traces import event_name, line

_MAILS = {Kind.MAIL_SENT, Kind.MAIL_OPENED, Kind.MAIL_CLICKED}
_UNTOLD = {"key", "message", "run", "id", "visit", "scenario", "url", "team", "kind"}


def happened(event: Event, lang: Lang, labels: dict[str, str]) -> str:
    """An event with what was said about it, without the names of the fields."""
    name = labels.get(event.type, "") if lang == "ja" else ""
    name = name or event_name(event.type, lang)
    if event.type in _MAILS:
        link = f" › {event.props['link']}" if event.props.get("link") else ""
        return f"{name} {event.props.get('template', '')}{link}"
    if event.type == Kind.LEAD_CHANGED:
        return f"{name} {len(event.props)}"
    said = " ".join(_said(value) for field, value in event.props.items() if field not in _UNTOLD)
    return f"{name} {said}".rstrip()


def cause(chapter: Chapter, lang: Lang, labels: dict[str, str]) -> str:
    """What a decision was about."""
    if chapter.event is not None:
        return happened(chapter.event, lang, labels)
    both = ("(its time has come)", "（その時刻に）") if chapter.due else ("(deployment)", "（配備）")
    return both[lang == "ja"]


SHORT: dict[str, tuple[str, str]] = {
    "points": ("{score} {signed}", "{score} {signed}"),
    "level": ("{score} is {after}", "{score} が {after} に"),
    "stage": ("stage {before} → {after}", "{before} → {after}"),
    "entered": ("{scenario} begins", "{scenario} が始まる"),
    "mail": ("mail {template}", "メール {template}"),
    "met": ("{scenario} waited for this", "{scenario} が待っていた反応"),
    "handoff": ("to {team}: {because}", "{team}へ：{because}"),
}
"""The results a story tells, shorter than the journal has them."""


def result(trace: Trace, lang: Lang, zone: str) -> str:
    """What a rule made of it."""
    if trace.what not in SHORT:
        return line(trace, lang, zone)
    values = {name: _said(value) for name, value in trace.detail.items()}
    values["signed"] = f"{float(trace.detail.get('given', 0)):+g}"
    values["before"] = values.get("before") or "-"
    return SHORT[trace.what][lang == "ja"].format_map(values)


def _said(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)

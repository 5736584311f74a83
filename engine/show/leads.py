"""Leads on the screen: the list, and one in full."""

from typing import Any

from engine.commands.looking import list_leads, one_lead
from engine.domain.erased import ERASED, is_erased
from engine.domain.events import Event
from engine.domain.subjects import Attribute, Hold
from engine.reports.leads import Full, Line
from engine.show.consenting import allowed, allowed_told
from engine.show.machines import machines_told, show_machines
from engine.show.moments import moment
from engine.show.plain import dated, iso, plain
from engine.show.screen import FINE, Screen
from engine.show.tables import Column, heading, pairs, table
from engine.show.traces import event_words

LIST = (
    Column("lead", "リード"),
    Column("company", "会社"),
    Column("stage", "ステージ"),
    Column("levels", "レベル"),
    Column("scenarios", "シナリオ"),
    Column("last active", "最終反応", keep=True),
)
EVENTS = (Column("when", "日時", keep=True), Column("what happened", "できごと"), Column("from", "経路"))
JUDGED = (
    Column("lead", "リード"),
    Column("because", "理由"),
    Column("by", "設定者"),
    Column("on", "設定日", keep=True),
    Column("until", "期限", keep=True),
)
RUNS = (
    Column("scenario", "シナリオ"),
    Column("at", "現在地"),
    Column("state", "状態"),
    Column("since", "いつから", keep=True),
)


def show_list(screen: Screen, *, stage: str, owner: str, limit: int) -> int:
    """Who is there; of one owner's also who is held, by whom and why."""
    seen = list_leads(screen.folder, stage=stage, owner=owner, limit=limit)
    page, zone = seen.answer, seen.zone
    screen.document({"total": page.total, "waiting": page.waiting, "leads": [_plain(line, zone) for line in page.lines]})
    if page.waiting:
        screen.note(f"{page.waiting} events wait for `nurture run`", f"{page.waiting} 件のできごとが `nurture run` を待っています")
    if not page.lines:
        screen.say(
            "no leads yet; `nurture import leads FILE` takes some in",
            "リードはまだいません。`nurture import leads FILE` で取り込めます",
        )
        return FINE
    rows = [
        (called(line), line.company, line.stage, _levels(line), ", ".join(line.runs), moment(line.activity, zone)) for line in page.lines
    ]
    table(screen, LIST, rows)
    held = [(called(line), *judged(screen, hold, zone)) for line in page.lines for hold in line.judgements]
    if owner and held:
        heading(screen, "judgements that stand", "有効な保留")
        table(screen, JUDGED, held)
    shown = len(page.lines)
    screen.say(f"{shown} of {page.total} leads", f"{page.total} 人のうち {shown} 人")
    return FINE


def show_lead(screen: Screen, name: str) -> int:
    """All we know of one."""
    seen = one_lead(screen.folder, name)
    full, zone = seen.answer, seen.zone
    screen.document(_document(full, zone))
    line, lead = full.line, full.lead
    pairs(
        screen,
        [
            ("lead", "リード", called(line)),
            ("id", "ID", line.id),
            *([("the same as", "同じ人", ", ".join(lead.merged))] if lead.merged else []),
            *((kind, kind, value) for kind, value in sorted(line.keys.items()) if kind not in lead.facts.attributes),
            *((attribute, attribute, _set_by(one, zone)) for attribute, one in sorted(lead.facts.attributes.items())),
            ("tags", "タグ", ", ".join(sorted(lead.facts.tags)) or "-"),
            ("stage", "ステージ", _stage(full, zone)),
            ("levels", "レベル", _levels(line) or "-"),
            ("last active", "最終反応", moment(line.activity, zone)),
            ("mails", "メール", _mails(screen, full, zone)),
            *allowed(screen, lead.facts, zone),
            *([("waiting", "未処理", full.waiting)] if full.waiting else []),
        ],
    )
    _runs(screen, full, zone)
    heading(screen, "what happened last", "最近のできごと")
    table(screen, EVENTS, [_marked(screen, full, event_row(screen, event, zone), event) for event in full.events])
    show_machines(screen, full.machines, zone)
    screen.say(f"`nurture explain {name}` tells why", f"理由は `nurture explain {name}` で見られます")
    return FINE


def called(line: Line) -> str:
    """How people call the lead: by name, else by address, else by id."""
    return line.name or line.keys.get("email") or line.id


def lead_name(screen: Screen, id_: str) -> str:
    """A lead by its id; of one that was erased only that it was, and the beginning of its name by dice."""
    name = id_.removeprefix(ERASED)[:6]
    return screen.pick(f"erased ({name})", f"削除済み（{name}）") if is_erased(id_) else id_


def event_row(screen: Screen, event: Event, zone: str) -> tuple[str, ...]:
    """An event in a table of `EVENTS`; a star marks what came as history."""
    source = event.source if event.live else f"{event.source} *"
    return moment(event.at, zone), event_words(event, screen.lang), source


def _marked(screen: Screen, full: Full, row: tuple[str, ...], event: Event) -> tuple[str, ...]:
    """What turned out to be a machine's says so."""
    if (event.source, event.id) not in full.withdrawn:
        return row
    return (row[0], f"{row[1]}  {screen.pick('(a machine, not counted)', '（機械。数えません）')}", *row[2:])


def _runs(screen: Screen, full: Full, zone: str) -> None:
    places = [(run, place) for run in full.lead.runs for place in run.places]
    rows: list[tuple[str, ...]] = [(run.scenario, one.step, one.state, moment(one.since, zone)) for run, one in places]
    rows += [(one.scenario, "-", screen.pick("waits its turn", "順番待ち"), moment(one.since, zone)) for one in full.lead.queue]
    if rows:
        heading(screen, "under way", "進行中")
        table(screen, RUNS, rows)


def _stage(full: Full, zone: str) -> str:
    stage = full.lead.stage
    return f"{stage.name} ({moment(stage.since, zone)})" if stage else "-"


def _mails(screen: Screen, full: Full, zone: str) -> str:
    if full.line.suppressed:
        return screen.pick(f"none: {full.line.suppressed}", f"送らない：{full.line.suppressed}")
    hold = full.lead.judgement
    if hold is None:
        return screen.pick("allowed", "送信可")
    because, by, on, until = judged(screen, hold, zone)
    said = screen.pick(f"held until {until}: {because}", f"{until} まで保留：{because}") if hold.until else ""
    said = said or screen.pick(f"held: {because}", f"保留中：{because}")
    return f"{said} ({by}, {on})" if hold.at else said


def judged(screen: Screen, hold: Hold, zone: str) -> tuple[str, str, str, str]:
    """Why, by whom, since when, and until when."""
    until = moment(hold.until, zone) if hold.until else screen.pick("released", "解除まで")
    return hold.because or "-", hold.by or "-", moment(hold.at, zone)[:10] if hold.at else "-", until


def _levels(line: Line) -> str:
    return ", ".join(f"{score} {level}" for score, level in sorted(line.levels.items()))


def _set_by(one: Attribute, zone: str) -> str:
    """The value with where it came from, and when."""
    return f"{value_text(one.value)} ({', '.join(filter(None, (one.source, moment(one.at, zone)[:10])))})"


def value_text(value: Any) -> str:
    """A value as people read it: a list and its items in one line."""
    if isinstance(value, dict):
        return ", ".join(f"{name}={value_text(one)}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(value_text(one) for one in value)
    return str(value)


def _plain(line: Line, zone: str) -> dict[str, Any]:
    return dated(plain(line), "activity", zone=zone) | {"judgements": [plain_hold(one, zone) for one in line.judgements]}


def plain_hold(hold: Hold, zone: str) -> dict[str, Any]:
    dates = {"until": iso(hold.until, zone) if hold.until else None, "at": iso(hold.at, zone)}
    return {"because": hold.because, "by": hold.by} | dates


def _document(full: Full, zone: str) -> dict[str, Any]:
    events = [
        dated(plain(event), "at", "received", zone=zone) | {"withdrawn": (event.source, event.id) in full.withdrawn}
        for event in full.events
    ]
    attributes = {name: one.value for name, one in full.lead.facts.attributes.items()}
    runs = [
        {"scenario": run.scenario, "key": run.key, "number": run.number, "step": place.step, "state": place.state}
        | {"since": iso(place.since, zone)}
        for run in full.lead.runs
        for place in run.places
    ]
    queue = [{"scenario": one.scenario, "key": one.key, "since": iso(one.since, zone)} for one in full.lead.queue]
    told: dict[str, Any] = {"attributes": attributes, "tags": sorted(full.lead.facts.tags), "runs": runs, "queue": queue}
    hold = full.lead.judgement
    told["from"] = {name: {"source": one.source, "at": iso(one.at, zone)} for name, one in full.lead.facts.attributes.items()}
    told["judgements"] = [plain_hold(one, zone) for one in full.lead.judgements]
    told |= {"hold": {"until": iso(hold.until, zone) if hold.until else None, "because": hold.because} if hold else None}
    told["allowed"] = allowed_told(full.lead.facts, zone)
    told |= {"merged": full.lead.merged, "machines": machines_told(full.machines, zone)}
    return _plain(full.line, zone) | told | {"events": events, "waiting": full.waiting}

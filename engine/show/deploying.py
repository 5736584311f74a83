"""`nurture apply` and `nurture stop all` on the screen."""

from typing import Any

from engine.commands import deploying
from engine.commands.editions import Refusal
from engine.commands.planning import Applied, LettingIn, Plan, count_leads, planned
from engine.domain.errors import NurtureError
from engine.domain.instants import HOUR
from engine.show.diagnostics import show_errors
from engine.show.moments import day, span
from engine.show.plain import plain
from engine.show.screen import FINDINGS, FINE, Screen
from engine.show.tables import Column, heading, progress, table

CHANGES = {
    "new": ("new", "追加"),
    "gone": ("gone", "削除"),
    "changed": ("changed", "変更"),
    "file": ("file", "ファイル"),
    "template": ("template", "テンプレート"),
}


def show_apply(screen: Screen, *, go: bool, yes: bool, let_leave: bool) -> int:
    """Checks, shows the plan, asks, deploys. A broken workspace is refused, and what was deployed before goes on.

    let_leave: leads who stand on a step that is gone leave its scenario; without it the deployment is refused.
    """
    with progress(screen, "looking at every lead", "リードを確認中", total=count_leads(screen.folder)) as advance:
        found = planned(screen.folder, advance)
    if found.plan is None:
        return _refused(screen, found)
    _plan(screen, found.plan, found.ready.place.timezone, go=go)
    if _is_same(found.plan, go=go):
        screen.document(_document(found, applied=False, go=go))
        screen.say("nothing to do: this is what decides already", "変更はありません。すでにこの内容で動いています")
        return FINE
    if found.plan.uprooted and not let_leave:
        return _uprooted(screen, found, go=go)
    if not yes and not screen.confirm(*_question(found.plan, go=go)):
        screen.note("nothing was changed", "何も変えていません")
        return FINDINGS
    found.plan.after = deploying.apply(screen.folder, found.ready, go=go)
    screen.document(_document(found, applied=True, go=go))
    _done(screen, found.plan, go=go)
    return FINE


def show_stop(screen: Screen, *, resume: bool, per_hour: int) -> int:
    """The kill switch, and its undoing. per_hour: so many of those that waited leave in an hour, 0 for as fast as it goes."""
    if per_hour and not resume:
        raise NurtureError("per-hour-of-nothing")
    if resume:
        _resume(screen, per_hour)
    else:
        deploying.stop(screen.folder)
        screen.document({"stopped": True})
        screen.say(
            "stopped: nothing leaves until `nurture stop all --resume`; events are still taken in",
            "停止しました。`nurture stop all --resume` まで何も送りません。できごとの受け付けは続きます",
        )
    return FINE


def _resume(screen: Screen, per_hour: int) -> None:
    waited = deploying.resume(screen.folder, per_hour=per_hour)
    screen.document({"stopped": False, "waited": waited} | ({"per_hour": per_hour} if per_hour else {}))
    screen.say("going on: what is still in time leaves", "再開しました。まだ間に合うものは送られます")
    if per_hour and waited:
        en, ja = span(waited * HOUR // per_hour)
        screen.say(
            f"of the {waited} mails that have waited {per_hour} an hour leave: it takes {en}",
            f"待っていた {waited} 通は一時間に {per_hour} 通ずつ送られ、{ja}かかります",
        )


def _refused(screen: Screen, found: Applied) -> int:
    if found.refusals:
        _missing(screen, found.refusals)
    else:
        show_errors(screen, found.ready.findings, found.ready.workspace)
    kept = found.kept[:12]
    if kept:
        screen.note(
            f"not deployed: the last good version `{kept}` goes on deciding",
            f"配備していません。前回の版 `{kept}` がそのまま動き続けます",
        )
    else:
        screen.note("not deployed: nothing decides yet", "配備していません。まだ何も動いていません")
    return FINDINGS


def _missing(screen: Screen, refusals: tuple[Refusal, ...]) -> None:
    """Each older text that is still needed, with what it names and today's files do not have."""
    screen.document({"applied": False, "refused": [_refusal(screen, one) for one in refusals]})
    for one in refusals:
        scenario, version = one.edition.scenario, one.edition.version[:12]
        screen.note(
            f"{one.runs} in `{scenario}` finish on version `{version}`, which names what these files do not have:\n",
            f"`{scenario}` の {one.runs} 件は版 `{version}` のまま続けますが、その版が使う次のものが今のファイルにありません：\n",
        )
        if not screen.as_json:
            show_errors(screen, one.findings, one.workspace)
    screen.note(
        "keep what it names until they are through, or take `versions pin` out: then they go on by the new version",
        "終わるまで残すか、`versions pin` を外してください。外すと、新しい版で続きます",
    )


def _refusal(screen: Screen, one: Refusal) -> dict[str, Any]:
    missing = [finding.message(screen.lang) for finding in one.findings]
    return {"scenario": one.edition.scenario, "version": one.edition.version, "runs": one.runs, "missing": missing}


def _uprooted(screen: Screen, found: Applied, *, go: bool) -> int:
    screen.document(_document(found, applied=False, go=go))
    screen.note(
        "not deployed: keep these steps as they were called, or `nurture apply --let-leave` takes the leads out of those scenarios",
        "配備していません。ステップを元の名前のまま残すか、`nurture apply --let-leave` でシナリオから外します",
    )
    return FINDINGS


def _is_same(plan: Plan, *, go: bool) -> bool:
    return plan.before == plan.after and (not go or plan.mode == "live")


def _plan(screen: Screen, plan: Plan, zone: str, *, go: bool) -> None:
    version = plan.before[:12] or screen.pick("nothing", "なし")
    screen.say(f"deployed: {version} → {plan.after[:12]}", f"配備：{version} → {plan.after[:12]}")
    if plan.changes:
        heading(screen, "what changes", "変わるもの")
        columns = (Column("how", "変更", keep=True), Column("what", "種類", keep=True), Column("name", "名前"))
        rows = [(screen.pick(*CHANGES[one.how]), screen.pick(*CHANGES[one.what]), one.name) for one in plan.changes]
        table(screen, columns, rows)
    if plan.standing:
        heading(screen, "who stands where", "進行中のリード")
        columns = (Column("scenario", "シナリオ"), Column("step", "ステップ"), Column("leads", "人数", align="right"))
        table(screen, columns, [(one.scenario, one.step, one.standing) for one in plan.standing])
    for stay in plan.staying:
        since = day(stay.deployed, zone)
        screen.say(
            f"{stay.runs} in `{stay.scenario}` finish on version `{stay.version[:12]}` of {since}",
            f"`{stay.scenario}` の {stay.runs} 件は、{since} の版 `{stay.version[:12]}` のまま最後まで続けます",
        )
    for one in plan.uprooted:
        screen.say(
            f"{one.standing} leads stand on `{one.step}` in `{one.scenario}`, which this version does not have",
            f"{one.standing} 人が `{one.scenario}` の `{one.step}` にいますが、この版にはありません",
        )
    for inside in plan.letting_in:
        _letting_in(screen, inside)
    for scenario, count in plan.true_now.items():
        screen.say(
            f"{count} leads meet `{scenario}` already; they do not enter it (only news fires)",
            f"{count} 人がすでに `{scenario}` の条件を満たしていますが、開始しません（新しい出来事だけが始めます）",
        )
    if go and plan.mode != "live":
        screen.say("\nfrom now on mails leave", "\n以後、メールを実際に送ります")


def _letting_in(screen: Screen, inside: LettingIn) -> None:
    en, ja = span(inside.lasts)
    if inside.leads < 2:
        en, ja = "at once", "すぐに"
    screen.say(
        f"{inside.leads} leads meet `{inside.scenario}` already and come in one by one: {en if inside.leads < 2 else f'over about {en}'}",
        f"{inside.leads} 人がすでに `{inside.scenario}` の条件を満たしており、{ja if inside.leads < 2 else f'約 {ja}かけて'}順に開始します",
    )


def _question(plan: Plan, *, go: bool) -> tuple[str, str]:
    if go and plan.mode != "live":
        return f"deploy and let mails leave ({plan.leads} leads)?", f"配備して送信を始めますか（リード {plan.leads} 人）？"
    return f"deploy ({plan.leads} leads)?", f"配備しますか（リード {plan.leads} 人）？"


def _done(screen: Screen, plan: Plan, *, go: bool) -> None:
    if go or plan.mode == "live":
        screen.say("deployed, live", "配備しました（live）")
    else:
        screen.say(
            "deployed, in shadow: everything is decided, nothing is sent; `nurture apply --go` changes that",
            "配備しました（shadow）。判断だけを行い、何も送りません。送信を始めるには `nurture apply --go`",
        )


def _document(found: Applied, *, applied: bool, go: bool) -> dict[str, Any]:
    told: dict[str, Any] = plain(found.plan)
    return told | {"applied": applied, "go": go}

"""The commands on people: leads, and what is handed to sales or given to somebody to do. A part of `cli.py`."""

from typing import TYPE_CHECKING, Any

from engine.show.asking import PLACE, argument, option
from engine.show.verbs import t, verb, verbs

if TYPE_CHECKING:
    from pathlib import Path

    from engine.show.screen import Screen

LEAD = argument("lead")
BECAUSE = option("--because", default="", metavar="TEXT", help=t("Why.", "理由。"))
LIMIT = option("--limit", default=50, help=t("At most so many.", "最大の件数。"))
YES = option("--yes", is_flag=True, help=t("Do not ask.", "確認しない。"))
DRY = option("--dry-run", "dry", is_flag=True, help=t("Only say what it would do.", "何が起きるかを示すだけ。"))
leads = verbs(None, "leads", t("Look at leads, add, hold or release them.", "リードを見る・加える・保留する。"))


@verb(leads, "list", t("Who is there.", "リードの一覧。"))
@option("--stage", default="", help=t("Only in this stage.", "このステージだけ。"))
@option("--owner", default="", metavar="NAME", help=t("Only this owner's; who is held, and why.", "この担当者の分だけ（保留の理由も）。"))
@LIMIT
def leads_list(screen: "Screen", stage: str, owner: str, limit: int) -> int:
    from engine.show.leads import show_list

    return show_list(screen, stage=stage, owner=owner, limit=limit)


@verb(leads, "show", t("All we know of one lead.", "一人のリードのすべて。"))
@LEAD
def leads_show(screen: "Screen", lead: str) -> int:
    from engine.show.leads import show_lead

    return show_lead(screen, lead)


@verb(leads, "add", t("Add a lead, or put one into a scenario.", "リードを加える。シナリオに入れる。"))
@LEAD
@argument("values", nargs=-1, metavar="[NAME=VALUE]...")
@option("--to", "scenario", help=t("Start this scenario for the lead.", "このシナリオを始める。"))
def leads_add(screen: "Screen", lead: str, values: tuple[str, ...], scenario: str | None) -> int:
    from engine.show.acting import show_add

    return show_add(screen, lead, values, scenario=scenario)


@verb(leads, "hold", t("Send this lead nothing for now.", "このリードへの送信を保留する。"))
@LEAD
@option("--until", default="", metavar="DATE", help=t("Until then; else until released.", "この日まで（なければ解除まで）。"))
@BECAUSE
def leads_hold(screen: "Screen", lead: str, until: str, because: str) -> int:
    from engine.show.acting import show_hold

    return show_hold(screen, lead, until=until, because=because)


@verb(leads, "release", t("End a hold.", "保留を解く。"))
@LEAD
def leads_release(screen: "Screen", lead: str) -> int:
    from engine.show.acting import show_release

    return show_release(screen, lead)


@verb(leads, "remove", t("Take a lead out of a scenario.", "リードをシナリオから外す。"))
@LEAD
@option("--from", "scenario", required=True, metavar="SCENARIO", help=t("Out of which.", "どのシナリオから。"))
def leads_remove(screen: "Screen", lead: str, scenario: str) -> int:
    from engine.show.acting import show_remove

    return show_remove(screen, lead, scenario=scenario)


@verb(leads, "review", t("Leads that may be one person.", "同じ人かもしれないリード。"))
@LIMIT
@option("--kept", is_flag=True, help=t("Only what is known; compare nobody now.", "見つかっている組だけ（いまは照合しない）。"))
@option("--merge-certain", "certain", is_flag=True, help=t("Join the pairs that are certain.", "確実な組を統合する。"))
@option("--dry-run", "dry", is_flag=True, help=t("Only say what would be joined.", "統合せずに示すだけ。"))
def leads_review(screen: "Screen", limit: int, kept: bool, certain: bool, dry: bool) -> int:
    from engine.show.reviewing import show_certain, show_review

    return show_certain(screen, limit=limit, dry=dry) if certain else show_review(screen, limit=limit, kept=kept)


@verb(leads, "merge", t("Join a lead to the one it is.", "同じ人のリードを統合する。"))
@LEAD
@argument("into")
@BECAUSE
@YES
@DRY
def leads_merge(screen: "Screen", lead: str, into: str, *, because: str, yes: bool, dry: bool) -> int:
    from engine.show.merging import show_merge

    return show_merge(screen, (lead, into), because=because, dry=dry, yes=yes)


@verb(leads, "unmerge", t("Take a merge back.", "統合を取り消す。"))
@LEAD
@BECAUSE
@YES
@DRY
def leads_unmerge(screen: "Screen", lead: str, because: str, yes: bool, dry: bool) -> int:
    from engine.show.unmerging import show_unmerge

    return show_unmerge(screen, lead, because=because, dry=dry, yes=yes)


@verb(leads, "apart", t("Two leads are two people.", "二人のリードは別の人とする。"))
@LEAD
@argument("other")
def leads_apart(screen: "Screen", lead: str, other: str) -> int:
    from engine.show.merging import show_apart

    return show_apart(screen, lead, other)


@verb(leads, "consents", t("What one person allowed, and took back.", "同意と撤回の記録。"))
@LEAD
def leads_consents(screen: "Screen", lead: str) -> int:
    from engine.show.consenting import show_consents

    return show_consents(screen, lead)


@verb(leads, "export", t("All we hold of one person, for that person.", "本人に渡す、持っているすべて。"))
@LEAD
@option("--to", default=None, type=PLACE, metavar="FILE", help=t("Into this file.", "このファイルへ。"))
def leads_export(screen: "Screen", lead: str, to: "Path | None") -> int:
    from engine.show.erasing import show_export

    return show_export(screen, lead, to=to)


@verb(leads, "erase", t("Erase one person for good.", "一人を完全に削除する。"))
@LEAD
@BECAUSE
@option("--yes", is_flag=True, help=t("Do not ask.", "確認しない。"))
@option("--dry-run", "dry", is_flag=True, help=t("Only say what would go.", "何が消えるかを示すだけ。"))
def leads_erase(screen: "Screen", lead: str, because: str, yes: bool, dry: bool) -> int:
    from engine.show.erasing import show_erase

    return show_erase(screen, lead, because=because, yes=yes, dry=dry)


handoffs = verbs(None, "handoffs", t("What was handed to sales.", "営業への引き渡し。"))
STATE = option("--all", "everything", is_flag=True, help=t("The closed ones too.", "済んだものも。"))


@verb(handoffs, "list", t("Those that wait for an answer.", "返事待ちの一覧。"))
@STATE
@LIMIT
def handoffs_list(screen: "Screen", everything: bool, limit: int) -> int:
    from engine.show.handoffs import show_list

    return show_list(screen, everything=everything, limit=limit)


@verb(handoffs, "show", t("One handoff with its reasons.", "一件の引き渡しとその理由。"))
@argument("handoff")
def handoffs_show(screen: "Screen", handoff: str) -> int:
    from engine.show.handoffs import show_handoff

    return show_handoff(screen, handoff)


@verb(handoffs, "accept", t("Sales takes the lead.", "営業が引き受ける。"))
@argument("handoff")
def handoffs_accept(screen: "Screen", handoff: str) -> int:
    from engine.show.acting import show_accept

    return show_accept(screen, handoff)


@verb(handoffs, "reject", t("Sales gives the lead back.", "営業が差し戻す。"))
@argument("handoff")
@option("--reason", default="", metavar="TEXT", help=t("One of the team's reasons.", "チームの差し戻し理由のひとつ。"))
def handoffs_reject(screen: "Screen", handoff: str, reason: str) -> int:
    from engine.show.acting import show_reject

    return show_reject(screen, handoff, reason=reason)


tasks = verbs(None, "tasks", t("What people have to do.", "人がやること。"))


@verb(tasks, "list", t("Those that are open.", "未完了の一覧。"))
@STATE
@LIMIT
def tasks_list(screen: "Screen", everything: bool, limit: int) -> int:
    from engine.show.handoffs import show_tasks

    return show_tasks(screen, everything=everything, limit=limit)


@verb(tasks, "done", t("It is done, with this result.", "完了にする。"))
@argument("task")
@option("--result", default="", metavar="TEXT", help=t("How it went.", "結果。"))
def tasks_done(screen: "Screen", task: str, result: str) -> int:
    from engine.show.acting import show_done

    return show_done(screen, task, result=result)


consents = verbs(None, "consents", t("The record of what people allowed.", "同意の記録。"))


@verb(consents, "export", t("The whole record as a CSV file.", "記録全体を CSV に書き出す。"))
@argument("file", default=None, required=False, type=PLACE, metavar="[FILE]")
@option("--since", default="", metavar="DATE", help=t("Only from then on.", "この日からだけ。"))
@option("--lead", default="", metavar="LEAD", help=t("Only of this person.", "この人の分だけ。"))
@option("--standing", is_flag=True, help=t("A line for each yes, with what ended it.", "同意ごとに1行、撤回も並べて。"))
def consents_export(screen: "Screen", file: "Path | None", **wish: Any) -> int:
    from engine.show.consenting import show_consents_export

    return show_consents_export(screen, file, **wish)


accounts = verbs(None, "accounts", t("Hold all of a company, or release it.", "会社の全員を保留する・解除する。"))


@verb(accounts, "hold", t("Send nobody of this account anything for now.", "この会社の全員への送信を保留する。"))
@argument("account")
@option("--until", default="", metavar="DATE", help=t("Until then; else until released.", "この日まで（なければ解除まで）。"))
@BECAUSE
@DRY
def accounts_hold(screen: "Screen", account: str, until: str, because: str, dry: bool) -> int:
    from engine.show.accounts import show_hold

    return show_hold(screen, account, until=until, because=because, dry=dry)


@verb(accounts, "release", t("End the hold on an account.", "会社の保留を解く。"))
@argument("account")
@DRY
def accounts_release(screen: "Screen", account: str, dry: bool) -> int:
    from engine.show.accounts import show_release

    return show_release(screen, account, dry=dry)


PEOPLE = (leads, accounts, handoffs, tasks, consents)

"""Events from Kafka, on the screen."""

import os
import signal

from engine.app import settings_at
from engine.commands import kafka
from engine.commands.kafka import Seen
from engine.doors.kafka.following import Tally
from engine.doors.kafka.line import Account
from engine.show.logs import start_logs
from engine.show.plain import plain
from engine.show.screen import FINDINGS, FINE, Screen
from engine.show.sentences import sentence
from engine.show.tables import Column, table

FOUND = (Column("message", "メッセージ"), Column("event", "イベント"), Column("then", "結果"))
SHOWN = 50
"""Events named on the screen; `--json` has them all."""


def show_kafka(screen: Screen, *, once: bool, dry: bool) -> int:
    """Follows until it is told to end; once: what is there; dry: what would be taken. 1 where something was refused."""
    if dry:
        return _foreseen(screen, kafka.foresee(screen.folder))
    start_logs(screen, settings_at(screen.folder).secrets)
    return _told(screen, kafka.read_once(screen.folder) if once else _follow(screen))


def _follow(screen: Screen) -> Tally:
    told: list[int] = []

    def hear(number: int, _: object) -> None:
        # No more than this: a handler that takes a lock may meet it held by the very code it interrupts.
        if told:
            os._exit(128 + number)
        told.append(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, hear)
    return kafka.follow(screen.folder, lambda: bool(told), lambda account: _begun(screen, account))


def _begun(screen: Screen, account: Account) -> None:
    topics = ", ".join(account.topics)
    screen.note(f"reading {topics} from {account.named}; Ctrl-C ends it", f"{account.named} の {topics} を読んでいます。終了は Ctrl-C")


def _told(screen: Screen, tally: Tally) -> int:
    screen.document(plain(tally))
    screen.say(
        f"{tally.taken:,} messages taken, {tally.refused:,} refused; {tally.events:,} events new, {tally.again:,} taken before",
        f"取り込んだメッセージ {tally.taken:,} 件、読めなかったもの {tally.refused:,} 件。"
        f"新しいイベント {tally.events:,} 件、処理済み {tally.again:,} 件",
    )
    if tally.refused:
        screen.say("the refused ones lie in `.nurture/kafka.refused.jsonl`", "読めなかったものは `.nurture/kafka.refused.jsonl` にあります")
    return FINDINGS if tally.refused else FINE


def _foreseen(screen: Screen, seen: list[Seen]) -> int:
    screen.document({"dry": True, "events": [_document(screen, one) for one in seen]})
    wrong = sum(one.problem is not None for one in seen)
    screen.say(
        f"{len(seen) - wrong:,} events would be taken, {wrong:,} refused; nothing was",
        f"取り込むイベント {len(seen) - wrong:,} 件、読めないもの {wrong:,} 件。まだ何も取り込んでいません",
    )
    if seen:
        table(screen, FOUND, [_row(screen, one) for one in seen[:SHOWN]])
    if len(seen) > SHOWN:
        screen.say(f"and {len(seen) - SHOWN:,} more; `--json` names them", f"ほか {len(seen) - SHOWN:,} 件。`--json` で見られます")
    return FINDINGS if wrong else FINE


def _row(screen: Screen, one: Seen) -> tuple[str, ...]:
    then = sentence(one.problem, screen.lang) if one.problem else screen.pick("taken", "取り込む")
    return (one.place, one.type, then)


def _document(screen: Screen, one: Seen) -> dict[str, object]:
    problem = {"code": one.problem.code, "sentence": sentence(one.problem, screen.lang)} if one.problem else None
    return {"place": one.place, "source": one.source, "id": one.id, "type": one.type, "problem": problem}

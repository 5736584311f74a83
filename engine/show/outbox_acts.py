"""What a person did to messages, said in a line, with the line that undoes it."""

from typing import Any

from engine.commands import outbox
from engine.commands.outbox import Aim, Done
from engine.delivery.by_hand import Word
from engine.show.outbox_why import hold_words
from engine.show.plain import plain
from engine.show.screen import FINDINGS, FINE, Screen

SCOPES = ("scenario", "template", "lead", "domain")


def show_hold(screen: Screen, aim: dict[str, Any], *, because: str, dry: bool) -> int:
    """Nothing of it leaves until it is released."""
    done = outbox.hold(screen.folder, Aim(**aim), because=because, dry=dry)
    _told(screen, done)
    for scope, name in done.holds:
        en, ja = hold_words(scope, name)
        screen.say(f"{'would be held' if dry else 'held'}: {en}", f"{'保留の対象' if dry else '保留にしました'}：{ja}")
    _covers(screen, done)
    undo = f"nurture outbox release {_said(done)}"
    if not dry:
        screen.say(f"`{undo}` ends it", f"解除は `{undo}`")
    return FINE


def show_release(screen: Screen, aim: dict[str, Any], *, dry: bool) -> int:
    """What waited leaves if it is still its time."""
    done = outbox.release(screen.folder, Aim(**aim), dry=dry)
    _told(screen, done)
    for scope, name in done.holds:
        en, ja = hold_words(scope, name)
        screen.say(f"{'would be released' if dry else 'released'}: {en}", f"{'解除の対象' if dry else '保留を解きました'}：{ja}")
    _covers(screen, done)
    undo = f"nurture outbox hold {_said(done)}"
    if not dry:
        screen.say(f"`{undo}` holds it again", f"もう一度保留にするには `{undo}`")
    return FINE


def show_settle(screen: Screen, message: str, word: Word, *, because: str, dry: bool) -> int:
    """What became of one in doubt."""
    done = outbox.settle(screen.folder, message, word, because=because, dry=dry)
    _told(screen, done)
    id_ = done.messages[0]
    en = {"sent": "counts as sent", "lost": "counts as lost; it may be replayed", "doubtful": "is in doubt again"}[word]
    ja = {"sent": "送信済みとします", "lost": "届かなかったものとします（再判断できます）", "doubtful": "ふたたび不明とします"}[word]
    screen.say(f"`{id_}` {'would count' if dry else 'from now on'}: {en}", f"`{id_}` を{ja}{'（確認のみ）' if dry else ''}")
    if not dry and word != "doubtful":
        undo = f"nurture outbox settle {id_} doubtful"
        screen.say(f"`{undo}` takes that back", f"取り消しは `{undo}`")
    return FINE


def show_replay(screen: Screen, ids: tuple[str, ...], *, because: str, dry: bool) -> int:
    """Which were given back to be judged anew; 1 where one of them is no dead letter."""
    done = outbox.replay(screen.folder, ids, because=because, dry=dry)
    _told(screen, done)
    for id_ in done.messages:
        screen.say(f"`{id_}` {'would be' if dry else 'is'} judged anew", f"`{id_}` を判断し直し{'ます（確認のみ）' if dry else 'ます'}")
    for id_ in done.passed_over:
        screen.note(
            f"`{id_}` is no dead letter: only what did not leave and is not looked at any more can be replayed; "
            f"one in doubt has to be settled as lost first",
            f"`{id_}` は対象外です。送られておらず、もう試されないものだけを判断し直せます。"
            "届いたか不明のものは、先に `settle … lost` としてください",
        )
    if done.messages and not dry:
        undo = f"nurture outbox hold {' '.join(done.messages)}"
        screen.say(f"`{undo}` keeps it back as long as it has not left", f"出る前なら `{undo}` で止められます")
    return FINDINGS if done.passed_over else FINE


def _told(screen: Screen, done: Done) -> None:
    told = dict(plain(done)) | {"holds": [{"scope": scope, "name": name} for scope, name in done.holds]}
    screen.document(told)


def _covers(screen: Screen, done: Done) -> None:
    screen.say(f"that concerns {done.covered:,} messages that have not left", f"まだ出ていない {done.covered:,} 件が対象です")


def _said(done: Done) -> str:
    """The holds as one would type them."""
    ids = [name for scope, name in done.holds if scope == "message"]
    return " ".join([*ids, *(f"--{scope} {name}" for scope, name in done.holds if scope in SCOPES)])

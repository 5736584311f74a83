"""Which known word a mistyped one was meant to be."""

from collections.abc import Iterable

_MEANT = {
    "elif": "else", "elseif": "else", "otherwise": "else", "mail": "email", "mails": "emails", "delay": "wait",
    "sleep": "wait", "goto": "go", "exit": "stop", "end": "stop", "call": "task", "alert": "notify", "func": "step",
    "workflow": "scenario", "campaign": "scenario", "journeys": "journey", "field": "attribute", "property": "attribute",
    "シナリオ": "scenario", "属性": "attribute", "イベント": "event", "スコア": "score", "セグメント": "segment", "ペルソナ": "persona",
    "ポリシー": "policy", "チーム": "team", "テスト": "test", "カレンダー": "calendar", "トピック": "topic", "ステージ": "stage",
    "flow": "scenario", "sequence": "scenario", "drip": "scenario", "automation": "scenario", "trigger": "event", "list": "segment",
}  # fmt: skip


def nearest_word(word: str, known: Iterable[str]) -> str:
    """The known word that differs by a slip or two of the hand; empty if there is none."""
    words = sorted(known)
    written = word.casefold()
    if written in words:
        return written
    if _MEANT.get(written) in words:
        return _MEANT[written]
    room = 1 if len(written) <= 4 else 2
    near = [
        (distance(written, each), -len(each), each)
        for each in words
        if abs(len(each) - len(written)) <= room and len(each) > 1
    ]
    steps, _, best = min(near, default=(room + 1, 0, ""))
    return best if steps <= room and steps < len(written) - 1 else ""


def distance(one: str, other: str) -> int:
    """How many letters are left out, put in, changed or swapped with their neighbour."""
    before, last = list[int](), list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, against in enumerate(other, 1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, last = last, line
    return last[-1]

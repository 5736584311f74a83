"""What first-time writers get wrong, each with the exact first line of its report, what to do, and what `nurture fix` makes of it.

The answers stand in `first-slips.txt`, to be read aloud; `python -m tests.mistakes.test_first_slips` writes them anew.
"""

from pathlib import Path

import pytest

from engine.commands.fixing import mended
from grammar.diagnostics import Diagnostic
from grammar.parse import parse

ANSWERS = Path(__file__).with_name("first-slips.txt")
FILE = "{}\n"
SCENARIO = "scenario s {{\n  enter by hand\n  {}\n}}\n"
CONDITION = "scenario s {{\n  enter by hand\n  if {} {{\n    send a\n  }}\n}}\n"
ENTRY = "scenario s {{\n  {}\n  send a\n}}\n"
SCORE = "score z {{\n  {}\n}}\n"
TEST = 'test "t" for s {{\n  start at 2026-11-09 09:00\n  given lead m\n  {}\n}}\n'
MOST = 2
"""A slip with an opening and a closing half has a report for each."""

SLIPS = (
    # scenario line
    (SCENARIO, 'if tagged "a"\n    and tagged "b" {\n    send a\n  }'),
    (SCENARIO, 'if tagged "a" and\n    tagged "b" {\n    send a\n  }'),
    (SCENARIO, 'if tagged "a" (\n    send a\n  )'),
    (SCENARIO, 'if tagged "a":\n    send a'),
    (SCENARIO, 'if tagged "a": {\n    send a\n  }'),
    (SCENARIO, 'if tagged "a" then {\n    send a\n  }'),
    (SCENARIO, 'if tagged "a" do {\n    send a\n  }'),
    (SCENARIO, 'if tagged "a"\n    send a\n  }'),
    (SCENARIO, 'if tagged "a" send a'),
    (SCENARIO, 'if tagged "a" {\n    send a\n'),
    (SCENARIO, 'if tagged "a" {\n    send a\n  };'),
    (SCENARIO, 'if tagged "a" {\n    send a\n  } elif tagged "b" {\n    send b\n  }'),
    (SCENARIO, 'if tagged "a" {\n    send a\n  } elseif tagged "b" {\n    send b\n  }'),
    (SCENARIO, 'if tagged "a" {\n    send a\n  } else: {\n    send b\n  }'),
    (SCENARIO, 'if tagged "a" {\n    send a\n  }\n  else {\n    send b\n  }'),
    (SCENARIO, 'if tagged "a" {\n    send a\n  } else if {\n    send b\n  }'),
    (SCENARIO, 'when tagged "a" {\n    send a\n  }'),
    (SCENARIO, 'unless tagged "a" {\n    send a\n  }'),
    (SCENARIO, 'while tagged "a" {\n    send a\n  }'),
    (SCENARIO, "for 3 times {\n    send a\n  }"),
    (SCENARIO, "loop {\n    send a\n  }"),
    (SCENARIO, 'switch lead.x {\n    "a" {\n      send a\n    }\n  }'),
    (SCENARIO, 'If tagged "a" {\n    send a\n  }'),
    (SCENARIO, 'もし tagged "a" {\n    send a\n  }'),
    (SCENARIO, 'if tagged "a" ｛\n    send a\n  }'),
    (SCENARIO, 'if tagged "a" { send a }'),
    (SCENARIO, "scenario inner {\n    send a\n  }"),
    (SCENARIO, "step お礼 メール {\n    send a\n  }"),
    (SCENARIO, 'step "お礼" {\n    send a\n  }'),
    (SCENARIO, "step 1 {\n    send a\n  }"),
    (SCENARIO, "step {\n    send a\n  }"),
    (SCENARIO, "step 3日後 {\n    send a\n  }"),
    (SCENARIO, "wait until tomorrow"),
    (SCENARIO, "wait until monday"),
    (SCENARIO, "wait until monday 10:00"),
    (SCENARIO, "wait 三日"),
    (SCENARIO, "wait 3日間"),
    (SCENARIO, "wait three days"),
    (SCENARIO, "wait a day"),
    (SCENARIO, "wait for 3 days"),
    (SCENARIO, "wait 3"),
    (SCENARIO, "wait 3days"),
    (SCENARIO, "wait 3 d"),
    (SCENARIO, "wait 3 日"),
    (SCENARIO, "wait ３日"),
    (SCENARIO, "wait\u30003 days"),
    (SCENARIO, 'wait "3 days"'),
    (SCENARIO, "wait 1h30m"),
    (SCENARIO, "wait 1 hour 30 minutes"),
    (SCENARIO, "wait 1.5 days"),
    (SCENARIO, "wait 2 months"),
    (SCENARIO, "wait 1,000 minutes"),
    (SCENARIO, "wait 3-5 days"),
    (SCENARIO, "wait 3 working days"),
    (SCENARIO, "wait: 3 days"),
    (SCENARIO, "wait(3 days)"),
    (SCENARIO, "wait -3 days"),
    (SCENARIO, "sleep 3 days"),
    (SCENARIO, "delay 3 days"),
    (SCENARIO, "待つ 3 days"),
    (SCENARIO, "3日待つ"),
    (SCENARIO, "wait until 9am"),
    (SCENARIO, "wait until 25:00"),
    (SCENARIO, "wait for download"),
    (SCENARIO, "wait for download within 7 days"),
    (SCENARIO, "wait until download"),
    (SCENARIO, "wait up to 7 days for download"),
    (SCENARIO, "send x.md"),
    (SCENARIO, "send templates/x.md"),
    (SCENARIO, 'send "x"'),
    (SCENARIO, 'send "x.md"'),
    (SCENARIO, "send email x"),
    (SCENARIO, "send an email x"),
    (SCENARIO, "send x, y"),
    (SCENARIO, "send x to lead"),
    (SCENARIO, "send x after 3 days"),
    (SCENARIO, "send x on monday"),
    (SCENARIO, 'send x if tagged "a"'),
    (SCENARIO, "send x at 9"),
    (SCENARIO, "send x at 12:00pm"),
    (SCENARIO, "send x at 24:00"),
    (SCENARIO, 'send x at "10:00"'),
    (SCENARIO, "send x;"),
    (SCENARIO, "send x."),
    (SCENARIO, "email x"),
    (SCENARIO, "メール x"),
    (SCENARIO, "送信 x"),
    (SCENARIO, "SEND x"),
    (SCENARIO, "ｓｅｎｄ x"),
    (SCENARIO, "sned x"),
    (SCENARIO, "send: x"),
    (SCENARIO, "tag vip"),
    (SCENARIO, "tag 'vip'"),
    (SCENARIO, "tag “vip”"),
    (SCENARIO, "tag 「vip」"),
    (SCENARIO, 'tag "vip'),
    (SCENARIO, 'tag: "vip"'),
    (SCENARIO, 'add tag "vip"'),
    (SCENARIO, 'tag "vip", "hot"'),
    (SCENARIO, "goto x"),
    (SCENARIO, "exit"),
    (SCENARIO, "quit"),
    (SCENARIO, "終了"),
    (SCENARIO, "end"),
    (SCENARIO, "break"),
    (SCENARIO, "set lead.x = 1"),
    (SCENARIO, "set x to 1"),
    (SCENARIO, "lead.x = 1"),
    (SCENARIO, "set lead.x to true"),
    (SCENARIO, "set lead.x to null"),
    (SCENARIO, "// note"),
    (SCENARIO, "/* note */"),
    (SCENARIO, "※ メモ"),
    (SCENARIO, "・send x"),
    (SCENARIO, "- send x"),
    (SCENARIO, "1. send x"),
    (SCENARIO, "give +5 to z"),
    (SCENARIO, "give 5 points to z"),
    (SCENARIO, "give +5 points"),
    (SCENARIO, "add 5 points to z"),
    (SCENARIO, "score z +5"),
    (SCENARIO, "handoff 営業"),
    (SCENARIO, 'handoff to "営業"'),
    (SCENARIO, "hand off to 営業"),
    (SCENARIO, 'task "x" to 営業'),
    (SCENARIO, 'task "x"'),
    (SCENARIO, "notify sales@example.jp"),
    (SCENARIO, 'notify slack "x"'),
    (SCENARIO, "send a\n  leave on e"),
    (SCENARIO, "start 長期育成"),
    (SCENARIO, "run scenario 長期育成"),
    (SCENARIO, "mute for 7 days"),
    (SCENARIO, "split x {\n    50 a {\n      send a\n    }\n    50% b {\n      send b\n    }\n  }"),
    (SCENARIO, "split x {\n    % a {\n      send a\n    }\n    50% b {\n      send b\n    }\n  }"),
    # condition
    (CONDITION, 'lead.x = "IT"'),
    (CONDITION, 'lead.x == "IT"'),
    (CONDITION, 'lead.x != "IT"'),
    (CONDITION, 'lead.x === "IT"'),
    (CONDITION, "lead.x => 3"),
    (CONDITION, 'tagged "a" && tagged "b"'),
    (CONDITION, 'tagged "a" || tagged "b"'),
    (CONDITION, '!tagged "a"'),
    (CONDITION, 'tagged "a", tagged "b"'),
    (CONDITION, 'tagged "a" AND tagged "b"'),
    (CONDITION, 'tagged "a" かつ tagged "b"'),
    (CONDITION, 'tagged "a" and tagged "b" or tagged "c"'),
    (CONDITION, "lead.x is true"),
    (CONDITION, "lead.x is null"),
    (CONDITION, "lead.x is not null"),
    (CONDITION, "lead.x exists"),
    (CONDITION, 'lead.company.name is "x"'),
    (CONDITION, 'lead email is "x"'),
    (CONDITION, '業種 is "IT"'),
    (CONDITION, "lead.x is IT"),
    (CONDITION, 'lead.x is "IT" or "製造業"'),
    (CONDITION, 'lead.x in ("IT", "製造業")'),
    (CONDITION, 'lead.x in "IT", "製造業"'),
    (CONDITION, 'lead.x is one of ["IT"]'),
    (CONDITION, 'lead.x equals "IT"'),
    (CONDITION, "lead.x > 1,000"),
    (CONDITION, "lead.x > 1000円"),
    (CONDITION, "lead.x > ¥1000"),
    (CONDITION, "lead.x is between 1 and 3"),
    (CONDITION, "lead.x between 1 to 3"),
    (CONDITION, "lead.x between 1-3"),
    (CONDITION, "score > 50"),
    (CONDITION, "score z > 50 points"),
    (CONDITION, "score z is over 50"),
    (CONDITION, "score.z > 50"),
    (CONDITION, "opened"),
    (CONDITION, "has opened x"),
    (CONDITION, "did not open x"),
    (CONDITION, "opened email x"),
    (CONDITION, 'clicked link "demo"'),
    (CONDITION, 'tag "vip"'),
    (CONDITION, "segment x"),
    (CONDITION, "in stage x"),
    (CONDITION, 'stage is "x"'),
    (CONDITION, "stage is x or y"),
    (CONDITION, "download"),
    (CONDITION, "did download more than 3 times"),
    (CONDITION, "did download in the last 30 days"),
    (CONDITION, "did download within 30 days"),
    (CONDITION, "lead.date is 2026/11/22"),
    (CONDITION, "lead.date is 11/22"),
    (CONDITION, "lead.date is 2026年11月22日"),
    (CONDITION, "lead.date is 2026-02-30"),
    # entry
    (ENTRY, "enter when download"),
    (ENTRY, "enter on lead.x > 3"),
    (ENTRY, "enter download"),
    (ENTRY, "enter: download"),
    (ENTRY, "on download"),
    (ENTRY, "trigger download"),
    (ENTRY, "enter on form submitted"),
    (ENTRY, "start when download"),
    # top
    (FILE, "scenario {\n  enter by hand\n  send a\n}"),
    (FILE, 'scenario "資料請求後" {\n  enter by hand\n  send a\n}'),
    (FILE, "scenario 資料 請求後 {\n  enter by hand\n  send a\n}"),
    (FILE, "scenario s:\n  enter by hand\n  send a"),
    (FILE, "scenario s (\n  enter by hand\n  send a\n)"),
    (FILE, "Scenario s {\n  enter by hand\n  send a\n}"),
    (FILE, "シナリオ s {\n  enter by hand\n  send a\n}"),
    (FILE, "workflow s {\n  enter by hand\n  send a\n}"),
    (FILE, "scenario scenario s {\n  enter by hand\n  send a\n}"),
    (FILE, "scenario s() {\n  enter by hand\n  send a\n}"),
    (FILE, "send a"),
    (FILE, "scenario s {\n  enter by hand\n  send a\n}}"),
    (FILE, "attribute x"),
    (FILE, "attribute x = text"),
    (FILE, "attribute x: string"),
    (FILE, 'attribute x: ["a", "b"]'),
    (FILE, 'attribute x: one of "a", "b"'),
    (FILE, "attribute x: date?"),
    (FILE, "attribute 会社 名: text"),
    (FILE, "event x {\n  a: text,\n  b: text\n}"),
    (FILE, "event x {\n  a = text\n}"),
    (FILE, "segment x where lead.y is 1"),
    (FILE, "segment x {\n  lead.y is 1\n}"),
    (FILE, "segment x while lead.y is 1\n  and lead.z is 2"),
    (FILE, "series x (a, b)"),
    (FILE, 'topic x: "y"'),
    (FILE, "policy p {\n  max 1 email per day\n}"),
    (FILE, "policy p {\n  at most 1 mail per day\n}"),
    (FILE, "policy p {\n  at most 3 emails a week\n}"),
    (FILE, "policy p {\n  send only between 9:00-18:00\n}"),
    (FILE, "policy p {\n  quiet hours 22:00 to 08:00\n}"),
    (FILE, "team 営業 {\n  members [a@example.jp]\n}"),
    (FILE, 'team 営業 {\n  members "a@example.jp", "b@example.jp"\n}'),
    (FILE, "calendar c {\n  timezone Asia/Tokyo\n}"),
    (FILE, "calendar c {\n  hours 9:00-18:00 on weekdays\n}"),
    (FILE, "journey {\n  stage a: score z > 3\n}"),
    (FILE, "test t for s {\n  start at 2026-11-09 09:00\n}"),
    # score
    (SCORE, "on download +10 points"),
    (SCORE, "on download give 10 points"),
    (SCORE, "on download: +10"),
    (SCORE, "when download give +10 points"),
    (SCORE, "on download give +10 points max 3 per day"),
    (SCORE, "on download give +10 points once per day"),
    (SCORE, "on opened give +5 points"),
    (SCORE, "on open any email give +5 points"),
    (SCORE, 'on download where kind = "a" give +5 points'),
    (SCORE, 'on download kind is "a" give +5 points'),
    (SCORE, "level hot 80"),
    (SCORE, "level hot: 80"),
    (SCORE, "level hot at 80 points"),
    (SCORE, "lose 10 points per month"),
    (SCORE, "max 100"),
    # test line
    (TEST, "on day 1 m opens a"),
    (TEST, "at day 1: m opens a"),
    (TEST, "at day 1 m opened a"),
    (TEST, "at 3 days m opens a"),
    (TEST, "wait 3 days"),
    (TEST, "expect mail a"),
    (TEST, "expect email a sent"),
    (TEST, "expect no emails"),
    (TEST, 'expect tag "x"'),
    (TEST, 'given lead m {業種: "IT"}'),
    (TEST, 'given lead m (業種 = "IT")'),
    (TEST, "assert email a"),
)


def found(frame: str, slip: str) -> tuple[Diagnostic, ...]:
    return parse(frame.format(slip), "a.nurture").diagnostics


def answer(frame: str, slip: str) -> str:
    """The slip, what is said of it in both languages, and the line after its fix."""
    first = found(frame, slip)[0]
    said = [f"  {first.rule} {first.message(language)}; {first.help(language)}".rstrip("; ") for language in ("en", "ja")]
    return "\n".join([*(f"> {line}" for line in slip.splitlines()), *said, *_fixed(frame, slip)])


def _fixed(frame: str, slip: str) -> list[str]:
    offered = [each for each in found(frame, slip) if each.fix]
    if not offered:
        return []
    safe = all(each.fix is not None and each.fix.safe for each in offered)
    before, after = frame.format("\0").split("\0"), _after(frame, slip, unsafe=not safe)
    inner = after.removeprefix(before[0]).removesuffix(before[1])
    return [f"  {'fix' if safe else 'fix --unsafe'}:", *(f"< {line}" for line in inner.splitlines())]


def _after(frame: str, slip: str, *, unsafe: bool) -> str:
    text = frame.format(slip)
    for _ in range(4):
        text, done = mended(text, [each for each in parse(text).diagnostics if each.fix], unsafe=unsafe)
        if not done:
            break
    return text


def test_there_are_many_more_than_sixty() -> None:
    assert 200 <= len(SLIPS)


def test_each_is_answered_word_for_word() -> None:
    assert ANSWERS.read_text(encoding="utf-8") == "\n\n".join(answer(*slip) for slip in SLIPS) + "\n"


@pytest.mark.parametrize(("frame", "slip"), SLIPS)
def test_a_slip_is_told_once_with_what_to_do(frame: str, slip: str) -> None:
    reports = found(frame, slip)

    assert 1 <= len(reports) <= MOST
    assert all((each.help("en") and each.help("ja")) or each.fix for each in reports)


@pytest.mark.parametrize(("frame", "slip"), SLIPS)
def test_a_safe_fix_leaves_nothing_to_report(frame: str, slip: str) -> None:
    reports = found(frame, slip)
    certain = all(each.fix is not None and each.fix.safe for each in reports)

    assert not certain or () == parse(_after(frame, slip, unsafe=False)).diagnostics


if __name__ == "__main__":
    ANSWERS.write_text("\n\n".join(answer(*slip) for slip in SLIPS) + "\n", encoding="utf-8")

"""The table of mistakes: each is reported once, at its place, in both languages."""

import pytest

from grammar.diagnostics import Diagnostic, index
from grammar.fixes import fixed
from grammar.parse import parse
from grammar.syntax_rules import SYNTAX_RULES

FILE = "{}\n"
TEST = 'test "t" {{\n  start at 2026-11-09 09:00\n  given lead 山田\n  given lead m\n  {}\n}}\n'
SCENARIO = "scenario s {{\n  enter by hand\n  {}\n}}\n"

# rule, line, column, frame, text
MISTAKES = (
    ("E101", 3, 3, SCENARIO, "foo bar baz"),
    ("E156", 2, 18, FILE, "score s {\n  level hot at 5 points\n}"),
    ("E152", 3, 14, SCENARIO, "wait for e within 3 days"),
    ("E101", 3, 3, SCENARIO, 'elif tagged "x" {\n  }'),
    ("E121", 2, 10, FILE, "identity {\n  prefer crm\n}"),
    ("E136", 2, 20, FILE, 'identity {\n  prefer "crm" for "company"\n}'),
    ("E152", 2, 16, FILE, 'identity {\n  prefer "crm" and "form"\n}'),
    ("E152", 2, 16, FILE, 'identity {\n  prefer "crm" over "form" > "import"\n}'),
    ("E152", 2, 17, FILE, 'identity {\n  prefer "crm", and "form"\n}'),
    ("E152", 2, 10, FILE, 'identity {\n  prefer ["crm", "form"]\n}'),
    ("E152", 2, 28, FILE, 'identity {\n  prefer "crm" for company and phone\n}'),
    ("E156", 3, 9, SCENARIO, "step x: {\n  }"),
    ("E152", 3, 3, SCENARIO, "goto x"),
    ("E101", 2, 11, FILE, "policy p {\n  at most one email per day\n}"),
    ("E152", 3, 3, SCENARIO, "send a, b"),
    ("E152", 3, 3, SCENARIO, "send a after 3 days"),
    ("E101", 3, 3, SCENARIO, "after 3 days {\n  }"),
    ("E156", 3, 17, SCENARIO, "if lead.x > 3 then {\n  }"),
    ("E101", 3, 12, SCENARIO, 'task "x" within 3 days'),
    ("E101", 3, 14, SCENARIO, "wait 3 day s"),
    ("E152", 5, 15, TEST, "at day 1 山田 clicked m"),
    ("E152", 5, 15, TEST, "at day 1 山田 replied to m"),
    ("E152", 5, 14, TEST, "at day 1 m failed"),
    ("E152", 5, 15, TEST, "at day 1 営業 accepted for 山田"),
    ("E152", 5, 15, TEST, "at day 1 山田 gets +10 points in s"),
    ("E101", 5, 15, TEST, "at day 1 山田 did e"),
    ("E101", 5, 15, TEST, "at day 1 山田 did e { x = 1 }"),
    ("E101", 5, 19, TEST, "expect no email by day 30"),
    ("E101", 5, 18, TEST, "expect email m at day 3 10:00"),
    ("E101", 5, 10, TEST, 'expect 山田 tagged "x"'),
    ("E101", 5, 10, TEST, "expect 山田 email m"),
    ("E102", 3, 11, SCENARIO, "wait for"),
    ("E102", 3, 7, SCENARIO, "send"),
    ("E102", 2, 20, FILE, 'team t {\n  members ["a", "b"\n}'),
    ("E102", 3, 7, SCENARIO, "mute"),
    ("E102", 3, 15, SCENARIO, "stop because"),
    ("E103", 3, 10, SCENARIO, "step x {\n    send a"),
    ("E104", 4, 1, FILE, "event a {\n  f: text\n}\n}"),
    ("E104", 3, 3, SCENARIO, "}\n  send a"),
    ("E105", 3, 7, SCENARIO, 'tag "abc'),
    ("E105", 3, 25, SCENARIO, 'notify "abc because "x"'),
    ("E106", 3, 22, SCENARIO, 'if lead.x matches "\\d" {\n  }'),
    ("E107", 3, 10, SCENARIO, "send a @"),
    ("E107", 3, 9, SCENARIO, "send a;"),
    ("E107", 3, 7, SCENARIO, "tag 'abc'"),
    ("E107", 3, 3, SCENARIO, "// nothing"),
    ("E108", 3, 10, SCENARIO, "step x ｛\n  }"),
    ("E108", 3, 8, SCENARIO, "wait ３ days"),
    ("E109", 3, 7, SCENARIO, "wait\u30003 days"),
    ("E110", 3, 3, SCENARIO, "sned a"),
    ("E110", 5, 7, SCENARIO, "step x {\n    step y {\n      wiat 3 days\n    }\n  }"),
    ("E110", 4, 5, SCENARIO, "handoff to s {\n    acepted {\n    }\n  }"),
    ("E110", 3, 6, SCENARIO, "if stge is a {\n  }"),
    ("E110", 3, 8, SCENARIO, "wait untill 10:00"),
    ("E110", 3, 8, SCENARIO, "send nxt of s"),
    ("E110", 3, 13, SCENARIO, "if not in segmnt x {\n  }"),
    ("E110", 3, 3, SCENARIO, "Send a"),
    ("E111", 1, 1, FILE, "scenarios x {\n  enter by hand\n}"),
    ("E111", 1, 1, FILE, "atribute x: text"),
    ("E111", 1, 1, FILE, "something else"),
    ("E112", 3, 10, SCENARIO, "wait 3 dayz"),
    ("E112", 3, 10, SCENARIO, "wait 3 日間"),
    ("E113", 3, 8, SCENARIO, "wait 2 months"),
    ("E113", 3, 8, SCENARIO, "wait 1 year"),
    ("E113", 3, 8, SCENARIO, "wait 3 ヶ月"),
    ("E114", 3, 8, SCENARIO, "wait 1.5 days"),
    ("E114", 3, 18, SCENARIO, "repeat at most 2.5 times {\n  }"),
    ("E115", 3, 8, SCENARIO, "wait 3"),
    ("E115", 3, 14, SCENARIO, "wait until 3 before entry.x"),
    ("E116", 3, 14, SCENARIO, "wait until 25:99"),
    ("E116", 3, 14, SCENARIO, "wait until 24:00"),
    ("E117", 3, 14, SCENARIO, "wait until 2026-02-30"),
    ("E118", 3, 14, SCENARIO, "wait until 2026/04/01"),
    ("E118", 3, 14, SCENARIO, "wait until 2026-4-1"),
    ("E119", 3, 8, SCENARIO, "wait 3days"),
    ("E119", 3, 8, SCENARIO, "wait 3日"),
    ("E119", 3, 8, SCENARIO, "give +5points to s"),
    ("E120", 3, 8, SCENARIO, "step 3日後 {\n  }"),
    ("E120", 1, 9, FILE, 'segment 2nd while tagged "x"'),
    ("E121", 3, 7, SCENARIO, "tag VIP"),
    ("E121", 3, 13, SCENARIO, "if tagged VIP {\n  }"),
    ("E121", 1, 11, FILE, 'segment a 営業 while tagged "x"'),
    ("E121", 3, 17, SCENARIO, "set lead.x to foo"),
    ("E121", 3, 38, SCENARIO, "handoff to s within 3 days because 関心が高い"),
    ("E121", 3, 7, SCENARIO, "tag VIP 顧客"),
    ("E122", 3, 17, SCENARIO, 'if lead.業種 is "IT" or "製造業" {\n  }'),
    ("E122", 3, 17, SCENARIO, 'if lead.業種 is "IT" or is "製造業" {\n  }'),
    ("E122", 3, 17, SCENARIO, 'if lead.業種 is "IT", "製造業" {\n  }'),
    ("E122", 3, 17, SCENARIO, 'if lead.業種 is not "IT" and "製造業" {\n  }'),
    ("E122", 3, 16, SCENARIO, "if lead.n is 1 or 2 or 3 {\n  }"),
    ("E122", 3, 21, SCENARIO, "if stage is 興味 or 比較検討 {\n  }"),
    ("E123", 3, 32, SCENARIO, 'if tagged "a" and tagged "b" or tagged "c" {\n  }'),
    ("E124", 5, 3, SCENARIO, 'if tagged "a" {\n  }\n  else {\n  }'),
    ("E124", 4, 3, SCENARIO, 'if tagged "a"\n  {\n  }'),
    ("E124", 5, 3, SCENARIO, "wait for e up to 3 days {\n  }\n  timeout {\n  }"),
    ("E125", 4, 3, SCENARIO, "wait 1 day\n  leave on e"),
    ("E125", 4, 3, SCENARIO, "wait 1 day\n  goal on e {\n    send a\n  }"),
    ("E126", 3, 8, SCENARIO, "give +5 to s"),
    ("E126", 2, 13, FILE, "score s {\n  on e give +5\n}"),
    ("E127", 3, 8, SCENARIO, "give 5 points to s"),
    ("E128", 3, 17, SCENARIO, 'if tagged "a" { send a }'),
    ("E128", 3, 17, SCENARIO, 'if tagged "a" { send a } else { send b }'),
    ("E128", 4, 12, SCENARIO, "step x {\n    send a }"),
    ("E128", 1, 9, FILE, "event a { f: text }"),
    ("E129", 3, 13, SCENARIO, 'if lead.x = "IT" {\n  }'),
    ("E129", 3, 13, SCENARIO, 'if lead.x == "IT" {\n  }'),
    ("E129", 3, 13, SCENARIO, 'if lead.x != "IT" {\n  }'),
    ("E129", 3, 13, SCENARIO, "if lead.x ≧ 3 {\n  }"),
    ("E129", 3, 14, SCENARIO, "set lead.x = 1"),
    ("E129", 3, 17, SCENARIO, 'if tagged "a" && tagged "b" {\n  }'),
    ("E130", 2, 20, FILE, 'test "t" {\n  given lead a { x is 1 }\n}'),
    ("E130", 2, 19, FILE, 'test "t" {\n  given lead a { x: 1 }\n}'),
    ("E131", 3, 3, SCENARIO, "wait for e"),
    ("E131", 3, 3, SCENARIO, 'wait until tagged "x"'),
    ("E131", 3, 3, SCENARIO, "wait for e {\n  }"),
    ("E132", 3, 10, SCENARIO, "send a 10:00"),
    ("E132", 3, 11, SCENARIO, "handoff sales"),
    ("E132", 3, 10, SCENARIO, "notify sales"),
    ("E152", 3, 3, SCENARIO, "repeat 3 times {\n  }"),
    ("E132", 2, 13, FILE, "score s {\n  level hot 80\n}"),
    ("E132", 1, 11, FILE, 'segment a tagged "x"'),
    ("E132", 1, 13, FILE, "attribute a text"),
    ("E132", 2, 13, FILE, "policy p {\n  at most 1 per day\n}"),
    ("E132", 3, 18, SCENARIO, 'if (tagged "x" {\n  }'),
    ("E132", 3, 11, SCENARIO, "if lead x is 1 {\n  }"),
    ("E133", 3, 6, SCENARIO, 'if 業種 is "IT" {\n  }'),
    ("E134", 3, 29, SCENARIO, "if did e where a is 1 and b is 2 {\n  }"),
    ("E134", 2, 21, FILE, "score s {\n  on e where a is 1 and b is 2 give +1 points\n}"),
    ("E134", 3, 27, SCENARIO, "wait for e where a is 1 or a is 2 up to 3 days"),
    ("E135", 1, 1, FILE, "send a\n  wait 3 days"),
    ("E135", 3, 3, FILE, "event a\n\n  send x\n  tag y"),
    ("E136", 3, 8, SCENARIO, 'send "a"'),
    ("E136", 3, 8, SCENARIO, 'send "白書のお礼"'),
    ("E137", 2, 24, FILE, "scenario s {\n  enter every month on day 45 at 10:00\n}"),
    ("E138", 3, 3, SCENARIO, "send a within 1 day"),
    ("E139", 3, 16, SCENARIO, 'if tagged "x"\n    send a\n  }'),
    ("E139", 3, 9, SCENARIO, "step x\n    send a\n  }"),
    ("E140", 3, 10, SCENARIO, "send a send b"),
    ("E141", 4, 3, SCENARIO, "choose lead.x {\n  }"),
    ("E141", 4, 3, SCENARIO, "if any of {\n  } {\n  }"),
    ("E142", 4, 5, SCENARIO, "split x {\n    50 a {\n    }\n    50% b {\n    }\n  }"),
    ("E143", 3, 13, SCENARIO, "send a at 9"),
    ("E144", 3, 14, SCENARIO, "wait until monday 10:00"),
    ("E144", 3, 14, SCENARIO, "wait until monday at 10:00"),
    ("E145", 5, 20, TEST, "at day 1 山田 does does e"),
    ("E145", 3, 19, SCENARIO, "wait 3 business business days"),
    ("E146", 3, 28, SCENARIO, "if score s > 3 and stage a is {\n  }"),
    ("E146", 3, 14, SCENARIO, "if score s 3 > {\n  }"),
    ("E148", 3, 7, SCENARIO, "tag “VIP”"),
    ("E148", 3, 7, SCENARIO, "tag “VIP\""),
    ("E148", 3, 7, SCENARIO, "tag \"VIP”"),
    ("E148", 3, 7, SCENARIO, "tag ‘VIP’"),
    ("E148", 3, 7, SCENARIO, "tag 「VIP」"),
    ("E148", 3, 7, SCENARIO, "tag 『「VIP」のお客様。』"),
    ("E148", 3, 7, SCENARIO, "tag ｢VIP｣"),
    ("E148", 3, 7, SCENARIO, "tag 〝VIP〟"),
    ("E148", 3, 7, SCENARIO, "tag ＂VIP＂"),
    ("E148", 3, 8, SCENARIO, "give −5 points to s"),
    ("E148", 3, 8, SCENARIO, "give ー5 points to s"),
    ("E148", 3, 10, SCENARIO, "send wp—thanks"),
    ("E152", 3, 3, SCENARIO, 'もし tagged "a" {\n    send a\n  }'),
    ("E152", 3, 3, SCENARIO, "email a"),
    ("E152", 3, 3, SCENARIO, "待つ 3 days"),
    ("E152", 1, 15, FILE, "attribute 業種: string"),
    ("E108", 3, 3, SCENARIO, "ｓｅｎｄ a"),
    ("E143", 3, 13, SCENARIO, "send a at 10am"),
    ("E143", 3, 13, SCENARIO, "send a at 3pm"),
    ("E107", 3, 3, SCENARIO, "<!-- nothing -->"),
    ("E107", 3, 3, SCENARIO, "/* nothing */"),
    ("E107", 3, 3, SCENARIO, "-- nothing"),
    ("E151", 3, 8, SCENARIO, "wait 99999999999999999999 days"),
    ("E151", 3, 8, SCENARIO, "give +99999999999999999999 points to s"),
    ("E117", 3, 14, SCENARIO, "wait until 9999-12-31"),
    ("E149", 3, 7, SCENARIO, "wait\u00a03 days"),
    ("E149", 3, 7, SCENARIO, "wait\u20093 days"),
    ("E150", 3, 10, SCENARIO, "send wp\u200b-thanks"),
    ("E150", 3, 7, SCENARIO, "wait\u200b 3 days"),
    ("E150", 3, 8, SCENARIO, "tag \"\u202eVIP\""),
    ("E150", 3, 12, SCENARIO, "send a # \u2066x"),
    ("E150", 3, 9, SCENARIO, "send a\0"),
    ("E150", 3, 9, SCENARIO, "send a\ud800"),
    ("E152", 3, 6, SCENARIO, "if clicked {\n  }"),
    ("E153", 4, 5, SCENARIO, 'if tagged "a"\n    and tagged "b" {\n  }'),
    ("E153", 3, 17, SCENARIO, 'if tagged "a" and\n    tagged "b" {\n  }'),
    ("E153", 2, 3, FILE, 'segment a while tagged "a"\n  or tagged "b"'),
    ("E154", 3, 8, SCENARIO, "step お礼 メール {\n  }"),
    ("E154", 3, 14, SCENARIO, "handoff to inside sales"),
    ("E155", 3, 8, SCENARIO, 'wait "3 days"'),
    ("E155", 3, 13, SCENARIO, 'send a at "10:00"'),
    ("E156", 3, 6, SCENARIO, 'tag: "vip"'),
    ("E156", 3, 7, SCENARIO, "send(a)"),
    ("E157", 3, 8, SCENARIO, "send a.md"),
    ("E157", 3, 8, SCENARIO, "send templates/a.md"),
    ("E158", 3, 16, SCENARIO, 'if lead.x in ("a", "b") {\n  }'),
    ("E158", 1, 21, FILE, 'attribute a: one of "x", "y"'),
    ("E159", 3, 17, SCENARIO, 'if tagged "a" (\n    send a\n  }'),
    ("E160", 3, 15, SCENARIO, "if lead.x > 1,000 {\n  }"),
    ("E160", 3, 8, SCENARIO, "give +1,000 points to s"),
    ("E101", 3, 8, SCENARIO, "wait -3 days"),
    ("E121", 3, 10, SCENARIO, "notify sales@example.jp"),
    ("E118", 3, 14, SCENARIO, "wait until 11/22"),
    ("E118", 3, 14, SCENARIO, "wait until 2026年11月22日"),
    ("E119", 3, 8, SCENARIO, "wait 1h30m"),
    ("E119", 3, 8, SCENARIO, "wait 三日"),
    ("E143", 3, 13, SCENARIO, "send a at 12:30pm"),
    ("E143", 3, 13, SCENARIO, "send a at 3:30 pm"),
    ("E147", 5, 25, TEST, "expect at day 1 email to 山田 once"),
)


def found(frame: str, text: str) -> tuple[Diagnostic, ...]:
    return parse(frame.format(text), "a.nurture").diagnostics


@pytest.mark.parametrize(("rule", "line", "column", "frame", "text"), MISTAKES)
def test_a_mistake_is_reported_once_at_its_place(rule: str, line: int, column: int, frame: str, text: str) -> None:
    places = [(each.rule, each.span.line, each.span.column) for each in found(frame, text)]

    assert [(rule, line, column)] == places


@pytest.mark.parametrize(("rule", "line", "column", "frame", "text"), MISTAKES)
def test_its_sentences_are_whole_in_both_languages(rule: str, line: int, column: int, frame: str, text: str) -> None:
    (mistake,) = found(frame, text)
    sentences = [mistake.message("en"), mistake.message("ja"), mistake.help("en"), mistake.help("ja")]

    assert all(sentences[:2])
    assert [] == [each for each in sentences if "{}" in each or "None" in each or "_NL" in each or "RBRACE" in each]
    assert sentences[0] != sentences[1]


@pytest.mark.parametrize(("rule", "line", "column", "frame", "text"), MISTAKES)
def test_its_fix_leaves_nothing_to_report(rule: str, line: int, column: int, frame: str, text: str) -> None:
    source = frame.format(text)
    mended, done = fixed(source, parse(source).diagnostics, unsafe=True)
    again, _ = fixed(mended, parse(mended).diagnostics, unsafe=True)

    assert not done or () == parse(again).diagnostics


def test_every_rule_has_an_example_here() -> None:
    known = {rule for rule, *_ in MISTAKES}

    assert set() == index(SYNTAX_RULES).keys() - known


def test_a_rule_says_what_to_do_in_both_languages() -> None:
    assert [] == [rule.id for rule in SYNTAX_RULES if bool(rule.help_en) != bool(rule.help_ja)]


def test_sentences_are_lower_case_and_without_an_ending_point() -> None:
    texts = [text for rule in SYNTAX_RULES for text in (rule.en, rule.help_en) if text]

    assert [] == [text for text in texts if text[0].isupper() or text.endswith(".")]

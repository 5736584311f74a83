"""Each way in which nobody comes somewhere, beside a near miss to which somebody does: all of the first are told, none of the second."""

import pytest

from tests.grammar.checks.reachable import chain, findings, said, scenario

COVERED = [
    # (conditions of which the last is never taken, the same with a last one that is)
    (("score 関心 >= 20", "score 関心 >= 40"), ("score 関心 >= 40", "score 関心 >= 20")),
    (("score 関心 between 10 and 60", "score 関心 is 30"), ("score 関心 between 10 and 29", "score 関心 is 30")),
    (("score 関心 >= 30", "score 関心 < 31", "score 関心 is 30"), ("score 関心 > 30", "score 関心 < 30", "score 関心 is 30")),
    (("score 関心 > 30", "score 関心 >= 31"), ("score 関心 > 31", "score 関心 >= 31")),
    (("level 関心 >= warm", "level 関心 is hot"), ("level 関心 is hot", "level 関心 >= warm")),
    (("level 関心 is not warm", "level 関心 is hot"), ("level 関心 is not hot", "level 関心 is hot")),
    (("level 関心 >= warm", "score 関心 >= 60"), ("level 関心 >= warm", "score 関心 >= 30")),
    (
        ("score 関心 >= score 適合", "score 関心 >= 50 and score 適合 <= 40"),
        ("score 関心 >= score 適合", "score 関心 >= 50 and score 適合 <= 60"),
    ),
    (('lead.業種 in ["IT", "小売業"]', 'lead.業種 is "IT"'), ('lead.業種 is "IT"', 'lead.業種 in ["IT", "小売業"]')),
    (("lead.業種 is not empty", 'lead.業種 is "IT"'), ('lead.業種 is "IT"', "lead.業種 is not empty")),
    (
        ('lead.業種 in ["製造業", "小売業"]', 'lead.業種 is "IT"', "lead.業種 is not empty"),
        ('lead.業種 in ["製造業", "小売業"]', "lead.業種 is not empty"),
    ),
    (("lead.業種 is empty", 'not lead.業種 is "IT"', 'lead.業種 is not "IT"'), ("lead.業種 is empty", 'lead.業種 is not "IT"')),
    (('not lead.業種 is "IT"', "lead.業種 is empty"), ('lead.業種 is not "IT" and lead.業種 is not empty', "lead.業種 is empty")),
    (("lead.予算 is yes", "lead.予算 is no", "lead.予算 is not empty"), ("lead.予算 is yes", "lead.予算 is not empty")),
    (("lead.社員 >= 100", "lead.社員 between 100 and 500"), ("lead.社員 > 100", "lead.社員 between 100 and 500")),
    (("lead.社員 > 100", "lead.社員 is 101.5"), ("lead.社員 > 102", "lead.社員 is 101.5")),
    (("lead.社員 < 100", "lead.社員 >= 100", "lead.社員 is 7"), ("lead.社員 < 7", "lead.社員 >= 100", "lead.社員 is 7")),
    (("lead.社員 in [1, 2, 3]", "lead.社員 in [1, 3]"), ("lead.社員 in [1, 2]", "lead.社員 in [1, 3]")),
    (('lead.部署 contains "情報"', 'lead.部署 is "情報部"'), ('lead.部署 contains "情報"', 'lead.部署 is "人事部"')),
    (('lead.部署 contains "情報"', 'lead.部署 contains "情報部"'), ('lead.部署 contains "情報部"', 'lead.部署 contains "情報"')),
    (('lead.部署 starts with "東"', 'lead.部署 starts with "東京"'), ('lead.部署 ends with "東"', 'lead.部署 starts with "東京"')),
    (('lead.部署 matches "部長|課長"', 'lead.部署 contains "部長"'), ('lead.部署 matches "部長|課長"', 'lead.部署 contains "社長"')),
    (("lead.導入 > 2026-06-01", "lead.導入 > 2026-07-01"), ("lead.導入 > 2026-07-01", "lead.導入 > 2026-06-01")),
    (("lead.導入 > 60 days ago", "lead.導入 > 4 weeks ago"), ("lead.導入 > 4 weeks ago", "lead.導入 > 60 days ago")),
    (("lead.導入 >= today", "lead.導入 between today and 30 days from today"), ("lead.導入 > today", "lead.導入 >= today")),
    (("lead.面談 > 2 days ago", "lead.面談 > 1 day ago"), ("lead.面談 > 1 day ago", "lead.面談 > 36 hours ago")),
    (
        ("lead.面談 > 2026-06-01 09:00", "lead.面談 > 2026-06-01 12:00"),
        ("lead.面談 > 2026-06-01 12:00", "lead.面談 > 2026-06-01 09:00"),
    ),
    (("stage is 興味", "in stage 興味 for 30 days"), ("in stage 興味 for 30 days", "stage is 興味")),
    (("in stage 興味 for 7 days", "in stage 興味 for 2 weeks"), ("in stage 興味 for 2 weeks", "in stage 興味 for 7 days")),
    (("handoff accepted", "not handoff rejected and handoff accepted"), ("handoff accepted", "not handoff rejected")),
    (("did download", "did download at least 3 times"), ("did download at least 3 times", "did download")),
    (("did download", 'did download where kind is "whitepaper"'), ('did download where kind is "whitepaper"', "did download")),
    (
        ("did download where pages > 10", 'did download where (pages > 20 and kind is "whitepaper")'),
        ("did download where pages > 20", 'did download where (pages > 10 and kind is "whitepaper")'),
    ),
    (("did download in last 30 days", "did download in last 7 days"), ("did download in last 7 days", "did download in last 30 days")),
    (("did download in last 50 hours", "did download in last 1 day"), ("did download in last 48 hours", "did download in last 2 days")),
    (("did download", "did download since entry"), ("did download since entry", "did download")),
    (("opened hello", "clicked hello"), ("clicked hello", "opened hello")),
    (("opened any email", "clicked hello"), ("opened hello", "clicked any email")),
    (("opened hello", "clicked hello in last 2 days"), ("opened hello in last 2 days", "clicked hello in last 2 days")),
    (('clicked hello', 'clicked hello where link is "demo"'), ('clicked hello where link is "demo"', "clicked hello")),
    (("no activity for 7 days", "no activity for 30 days"), ("no activity for 30 days", "no activity for 7 days")),
    (("not did download in last 7 days", "no activity for 7 days"), ("not did download in last 7 days", "no activity for 6 days")),
    (("unsubscribed from news", "unsubscribed"), ("unsubscribed", "unsubscribed from news")),
    (("not unsubscribed", "consents to news"), ("unsubscribed", "consents to news")),
    (("in segment 大手", "in segment 大手のIT"), ("in segment 大手のIT", "in segment 大手")),
    (("in segment 大手", "lead.社員 > 5000 and lead.規模 is \"大\""), ("in segment 大手", "lead.社員 > 5000")),
    (('lead.部署 is "役員"', "persona is 役員"), ("persona is 役員", 'lead.部署 contains "役員"')),
    (("persona is 情シス", 'lead.部署 contains "情報"'), ("persona is 情シス", 'lead.部署 matches "情報|役員"')),
    (("lead.予算 is yes", "passes 確度"), ("passes 確度", "lead.予算 is yes")),
    (
        ("at least 2 of {\ntagged \"a\"\ntagged \"b\"\ntagged \"c\"\n}", 'tagged "a" and tagged "c"'),
        ("at least 2 of {\ntagged \"a\"\ntagged \"b\"\ntagged \"c\"\n}", 'tagged "a" and not tagged "b"'),
    ),
    (('not tagged "甲"', 'not (tagged "甲" or tagged "乙")'), ('not tagged "甲"', 'not (tagged "甲" and tagged "乙")')),
    (('tagged "甲" or tagged "乙"', 'tagged "乙"'), ('tagged "甲" and tagged "乙"', 'tagged "乙"')),
]  # fmt: skip


@pytest.mark.parametrize(("never", "sometimes"), COVERED, ids=lambda pair: pair[-1][:40])
def test_a_branch_that_earlier_ones_take_away_is_told_and_the_near_miss_is_not(never: tuple[str, ...], sometimes: tuple[str, ...]) -> None:
    told = [rule for rule, _ in findings(chain(*never))]

    assert ["F203"] == told
    assert [] == findings(chain(*sometimes))


ELSE = [
    (("score 関心 >= 40", "score 関心 < 40"), ("score 関心 >= 40", "score 関心 < 39")),
    (('lead.業種 in ["IT", "製造業", "小売業"]', "lead.業種 is empty"), ('lead.業種 in ["IT", "製造業", "小売業"]',)),
    (('tagged "甲"', 'not tagged "甲"'), ('tagged "甲"', 'not tagged "乙"')),
    (("level 関心 < warm", "level 関心 is warm", "level 関心 > warm"), ("level 関心 < warm", "level 関心 > warm")),
    (
        ('none of {\ntagged "甲"\nstage is 興味\n}', 'tagged "甲"', "stage is 興味"),
        ('none of {\ntagged "甲"\nstage is 興味\n}', 'tagged "甲"'),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("never", "sometimes"), ELSE, ids=lambda pair: pair[-1][:40])
def test_an_else_for_nobody_is_told_and_the_near_miss_is_not(never: tuple[str, ...], sometimes: tuple[str, ...]) -> None:
    assert [("F203", "} else {")] == findings(chain(*never, rest=True))
    assert [] == findings(chain(*sometimes, rest=True))


def test_an_else_that_is_left_for_a_missing_value_only_is_told_where_there_is_always_a_value() -> None:
    """`規模` has no `optional`, `業種` has."""
    by_size, by_branch = ('lead.規模 is "大"', 'lead.規模 is "小"'), ('lead.業種 is "IT"', 'lead.業種 in ["製造業", "小売業"]')

    assert [("F209", "} else {")] == findings(chain(*by_size, rest=True))
    assert [] == findings(chain(*by_branch, rest=True))


INSIDE = [
    # (inside of this, or below it) nobody fulfils the second; somebody fulfils the third
    ("score 関心 >= 40", "score 関心 < 20", "score 関心 < 60"),
    ('lead.業種 is "IT"', "lead.業種 is empty", 'lead.業種 is not "小売業"'),
    ('not tagged "甲"', 'tagged "甲"', 'tagged "乙"'),
    ("clicked hello", "not opened hello", "not clicked hello in last 2 days"),
    ("in segment 大手", "lead.社員 < 500", "lead.社員 < 5000"),
    ("stage is 興味", "in stage 商談 for 2 days", "in stage 興味 for 2 days"),
    ("did download at least 3 times", "not did download at least 2 times", "not did download at least 4 times"),
    ('lead.予算 is yes and lead.部署 is "役員"', "not passes 確度", "passes 確度"),
]


@pytest.mark.parametrize(("outer", "never", "sometimes"), INSIDE)
def test_what_the_branch_around_it_rules_out_is_told_and_the_near_miss_is_not(outer: str, never: str, sometimes: str) -> None:
    def inside(condition: str) -> str:
        return scenario(f"if {outer} {{", f"if {condition} {{", "send a", "}", "}")

    assert [("F208", f"if {never} {{")] == findings(inside(never))
    assert [] == findings(inside(sometimes))


@pytest.mark.parametrize(("outer", "never", "sometimes"), INSIDE)
def test_below_a_branch_that_ends_its_denial_holds(outer: str, never: str, sometimes: str) -> None:
    """Whoever is still there did not fulfil it, so whatever implies it is fulfilled by nobody."""
    narrower = f'({outer}) and tagged "丙"'

    assert [("F208", f"if {narrower} {{")] == findings(scenario(f"if {outer} {{", "stop", "}", f"if {narrower} {{", "send a", "}"))
    assert [] == findings(scenario(f"if {outer} {{", "notify owner", "}", f"if {narrower} {{", "send a", "}"))


CHANGING = ("wait 1 day", "send b", 'tag "甲"', 'untag "甲"', "give +5 points to 関心", "set score 関心 to 10", "move to stage 商談",
            "set lead.社員 to 10", "add 1 to lead.社員", "clear lead.業種", "stop scenario 別", "pause scenario 別",
            'handoff to 営業 because "x"', 'task "x" for 営業', "subscribe to news", 'unsubscribe from news because "x"',
            "wait for page-view up to 1 day", "wait until 10:00", 'suppress because "x"')  # fmt: skip
KEEPING = ('notify owner because "x"', "mute 1 day", "unmute")
OTHER = "scenario 別 {\n  enter by hand\n  wait 1 day\n}\n"


@pytest.mark.parametrize("between", CHANGING)
def test_after_time_or_an_act_a_lead_may_be_another(between: str) -> None:
    """Whatever may let something change lets every condition on it be true again."""
    lines = (
        'if not tagged "甲" and score 関心 < 40 {',
        between,
        'if tagged "甲" {',
        "send a",
        "}",
        "if score 関心 >= 40 {",
        "send c",
        "}",
        "}",
    )

    assert [] == findings(OTHER + scenario(*lines))


@pytest.mark.parametrize("between", KEEPING)
def test_what_changes_nothing_lets_nobody_through(between: str) -> None:
    lines = ('if not tagged "甲" {', between, 'if tagged "甲" {', "send a", "}", "}")

    assert [("F208", 'if tagged "甲" {')] == findings(scenario(*lines))


def test_what_has_happened_and_what_the_entry_said_stays_so_after_a_wait() -> None:
    def after(outer: str, inner: str) -> list[tuple[str, str]]:
        return findings(scenario(f"if {outer} {{", "wait 5 days", f"if {inner} {{", "send a", "}", "}"))

    assert [("F208", "if not did page-view {")] == after("did page-view", "not did page-view")
    assert [("F208", 'if entry.kind is "price-list" {')] == after('entry.kind is "whitepaper"', 'entry.kind is "price-list"')
    assert [] == after("did page-view in last 2 days", "not did page-view in last 2 days")
    assert [] == after("not did page-view", "did page-view")
    assert [] == after("did download where pages > lead.社員", "not did download where pages > lead.社員")


def test_a_step_that_is_jumped_to_begins_anew() -> None:
    """Whoever jumps into it did not come by the condition around it."""
    jumped = ('if tagged "甲" {', "step 乙 {", 'if not tagged "甲" {', "send a", "}", "}", "}", "wait 1 day",
              "go to 乙 at most 1 times else {", "stop", "}")  # fmt: skip
    straight = ('if tagged "甲" {', "step 乙 {", 'if not tagged "甲" {', "send a", "}", "}", "}")

    assert [] == findings(scenario(*jumped))
    assert [("F208", 'if not tagged "甲" {')] == findings(scenario(*straight))


def test_branches_side_by_side_begin_when_others_have_had_their_turn() -> None:
    lines = (
        'if not tagged "甲" {',
        "together {",
        "branch a {",
        'if tagged "甲" {',
        "send a",
        "}",
        "}",
        "branch b {",
        "wait 1 day",
        "}",
        "}",
        "}",
    )

    assert [] == findings(scenario(*lines))


IMPOSSIBLE = [
    ('lead.業種 is "IT" and lead.業種 is "小売業"', 'lead.業種 is "IT" or lead.業種 is "小売業"'),
    ('lead.業種 is not empty and none of {\nlead.業種 is "IT"\nlead.業種 is "小売業"\nlead.業種 is "製造業"\n}',
     'lead.業種 is not empty and none of {\nlead.業種 is "IT"\nlead.業種 is "小売業"\n}'),
    ("score 関心 > 30 and score 関心 < 31", "score 関心 >= 30 and score 関心 < 31"),
    ("score 関心 > score 適合 and score 関心 < 20 and score 適合 > 20", "score 関心 > score 適合 and score 関心 < 23 and score 適合 > 20"),
    ("stage is 興味 and in stage 商談 for 2 days", "stage is 興味 and in stage 興味 for 2 days"),
    ("handoff accepted and handoff rejected", "handoff accepted by 営業 and handoff rejected"),
    ("clicked hello and not opened any email", "opened hello and not clicked any email"),
    ("did download in last 3 days and no activity for 5 days", "did download in last 5 days and no activity for 3 days"),
    ("consents to news and unsubscribed", "consents to news and not unsubscribed"),
    ("in segment 大手 and lead.社員 < 1000", "in segment 大手 and lead.社員 < 1001"),
    ("persona is 役員 and persona is 情シス", "persona is 役員 or persona is 情シス"),
    ('persona is 情シス and not lead.部署 contains "情報"', 'persona is 情シス and not lead.部署 contains "情報部"'),
    ("passes 確度 and lead.予算 is no", "passes 確度 and lead.導入 is empty"),
    ("(score 関心 < 10 or stage is 認知) and score 関心 > 20 and stage is 興味", "(score 関心 < 10 or stage is 認知) and score 関心 > 20"),
    ("at least 2 of {\nstage is 認知\nstage is 興味\nstage is 商談\n}", "at least 2 of {\nstage is 認知\nstage is 興味\ntagged \"a\"\n}"),
    ("lead.導入 > 2026-06-01 and lead.導入 < 2026-05-01", "lead.導入 > 2026-06-01 and lead.導入 < 2026-07-01"),
]  # fmt: skip


@pytest.mark.parametrize(("never", "sometimes"), IMPOSSIBLE, ids=lambda text: text[:40])
def test_parts_that_exclude_each_other_are_told_and_the_near_miss_is_not(never: str, sometimes: str) -> None:
    assert ["F202"] == [rule for rule, _ in findings(f"segment 甲 while {never}\n")]
    assert [] == findings(f"segment 甲 while {sometimes}\n")


ENDS = [
    (("stop", "send a"), ("notify owner", "send a")),
    (('if tagged "甲" {', "stop", "} else {", "stop", "}", "send a"), ('if tagged "甲" {', "stop", "} else {", "send b", "}", "send a")),
    (("repeat at most 2 times {", "wait 1 day", "stop", "}", "send a"), ("repeat at most 2 times {", "wait 1 day", "}", "send a")),
    (
        ("go to 後", "send a", "step 後 {", "send b", "}"),
        ("go to 後 at most 1 times else {", "wait 1 day", "}", "send a", "step 後 {", "send b", "}"),
    ),
    (("wait until 10:00 {", "stop", "}", "send a"), ("wait until 2027-01-05 {", "stop", "}", "send a")),
    (
        ("wait for page-view without limit {", "stop", "}", "send a"),
        ("wait for page-view up to 1 day {", "stop", "}", "send a"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("never", "sometimes"), ENDS)
def test_what_stands_behind_an_end_is_told_and_the_near_miss_is_not(never: tuple[str, ...], sometimes: tuple[str, ...]) -> None:
    assert ["F201"] == [rule for rule, _ in findings(scenario(*never))]
    assert [] == findings(scenario(*sometimes))


def test_a_step_behind_an_end_may_be_come_to_from_below() -> None:
    lines = ('if tagged "甲" {', "go to 下", "}", "stop", "step 上 {", "send a", "stop", "}", "step 下 {", "wait 1 day",
             "go to 上 at most 1 times else {", "stop", "}", "}")  # fmt: skip

    assert [] == findings(scenario(*lines))


ARMS = [
    (
        ("wait for any up to 2 days {", "when score 関心 >= 20 {", "send a", "}", "when score 関心 >= 40 {", "send b", "}", "}"),
        ("wait for any up to 2 days {", "when score 関心 >= 40 {", "send a", "}", "when score 関心 >= 20 {", "send b", "}", "}"),
    ),
    (
        ("choose lead.業種 {", '"IT", "小売業" {', "send a", "}", '"IT" {', "send b", "}", "}"),
        ("choose lead.業種 {", '"IT", "小売業" {', "send a", "}", '"製造業" {', "send b", "}", "}"),
    ),
    (
        ("choose lead.業種 {", '"IT", "小売業", "製造業" {', "send a", "}", "empty {", "send b", "}", "else {", "send c", "}", "}"),
        ("choose lead.業種 {", '"IT", "小売業", "製造業" {', "send a", "}", "else {", "send c", "}", "}"),
    ),
    (
        ("handoff to 営業 {", "rejected {", "send a", "}", 'rejected "早い" {', "send b", "}", "}"),
        ("handoff to 営業 {", 'rejected "早い" {', "send b", "}", "rejected {", "send a", "}", "}"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("never", "sometimes"), ARMS)
def test_an_arm_that_an_earlier_one_takes_away_is_told_and_the_near_miss_is_not(never: tuple[str, ...], sometimes: tuple[str, ...]) -> None:
    assert ["F204"] == [rule for rule, _ in findings(scenario(*never))]
    assert [] == findings(scenario(*sometimes))


def test_an_act_on_the_way_comes_if_the_wait_stays_open_for_events_that_are_late() -> None:
    def waiting(event: str, after: str) -> list[tuple[str, str]]:
        lines = ("wait for any up to 1 day {", f"on {event} {{", "send a", "}", f"after {after} {{", "send b", "}", "}")
        return findings("event slow arrives within 2 hours\n" + scenario(*lines))

    assert [("F205", "after 1 day {")] == waiting("page-view", "1 day")
    assert [] == waiting("slow", "1 day")
    assert [] == waiting("page-view", "24 hours"), "a day may have 25 hours"
    assert [("F205", "after 3 days {")] == waiting("slow", "3 days")


LEVELS = [
    ("on download give +20 points once\nlevel x at 40", "on download give +20 points\nlevel x at 40"),
    ("on download give +20 points at most 2 times\nlevel x at 41", "on download give +20 points at most 2 times\nlevel x at 40"),
    ('while lead.業種 is "IT" give +30 points\nwhile lead.業種 is "小売業" give +30 points\nlevel x at 40',
     'while lead.業種 is "IT" give +30 points\nwhile lead.予算 is yes give +30 points\nlevel x at 40'),
    ("keep at most 30\non download give +20 points\nlevel x at 40", "keep at most 40\non download give +20 points\nlevel x at 40"),
    ("at most 30 points\non download give +20 points\nlevel x at 40",
     "at most 30 points\non download give +20 points\nwhile lead.予算 is yes give +20 points\nlevel x at 40"),
    ("group g {\nat most 30 points\non download give +20 points\n}\nlevel x at 40",
     "group g {\nat most 30 points\non download give +20 points\nwhile lead.予算 is yes give +20 points\n}\nlevel x at 40"),
    ("on download give +20 points once\nlevel x at 40", "keep at least 20\non download give +20 points once\nlevel x at 40"),
    ("at most 30 points\nkeep at least 0\non download give +20 points\nlevel x at 40",
     "at most 30 points\nkeep at least 0\non download give +20 points\non page-view give -20 points\nlevel x at 40"),
    ("add score 適合\nlevel x at 40", "add score 関心\nlevel x at 40"),
]  # fmt: skip


@pytest.mark.parametrize(("never", "sometimes"), LEVELS, ids=lambda text: text.replace("\n", " ")[:50])
def test_a_level_above_all_points_is_told_and_the_near_miss_is_not(never: str, sometimes: str) -> None:
    assert ["S401"] == [rule for rule, _ in findings(f"score 甲 {{\n{never}\n}}\n")]
    assert [] == findings(f"score 甲 {{\n{sometimes}\n}}\n")


PAST = [
    (("wait 3 days", "wait until 1 day after entry"), ("wait 3 days", "wait until 5 days after entry")),
    (("wait 5 hours", "wait until 2 hours after entry"), ("wait 73 hours", "wait until 3 days after entry at 23:00")),
    (("wait until 2 days before entry",), ("wait until 2 hours before entry at 23:00",)),
    (("wait 30 days", "wait until 3 days after entry at 10:00"), ("wait 5 days", "wait until 4 business days after entry")),
]


@pytest.mark.parametrize(("never", "sometimes"), PAST)
def test_a_moment_that_is_always_past_is_told_and_the_near_miss_is_not(never: tuple[str, ...], sometimes: tuple[str, ...]) -> None:
    assert ["F217"] == said(scenario(*never), "F217")
    assert [] == said(scenario(*sometimes), "F217")


def test_what_has_too_many_ways_is_said_to_be_so_and_not_guessed() -> None:
    """Half of twenty tags: more sets of them than are looked at."""
    tags = [f'tagged "{number}"' for number in range(20)]
    forth, back = "\n".join(tags), "\n".join(tags[::-1])
    text = scenario(f"if at least 10 of {{\n{forth}\n}} {{", "send a", f"}} else if at least 10 of {{\n{back}\n}} {{", "send b", "}")

    assert [] == findings(text)
    assert ["Q723"] == said(text, "Q723")


def test_an_entry_whose_parts_exclude_each_other_lets_nobody_in() -> None:
    """What the event said stays so; of the lead itself something else may be true when its turn comes."""

    def entered(entry: str) -> list[tuple[str, str]]:
        return findings(f"scenario 育成 {{\n  enter on {entry}\n  send a\n}}\n")

    assert ["F208"] == [rule for rule, _ in entered('download where kind is "whitepaper" if entry.kind is "price-list"')]
    assert ["F208"] == [rule for rule, _ in entered("download where pages > 10 if entry.pages < 5 and tagged \"甲\"")]
    assert [] == entered('download where kind is "whitepaper" or page-view if entry.kind is "price-list"')
    assert [] == entered('download where kind is "whitepaper" if entry.kind is not "price-list"')


@pytest.mark.parametrize(("out", "told"), [("score 関心 >= 40", ["F243"]), ("level 関心 >= warm", ["F243"]), ("score 関心 < 10", [])])
def test_who_leaves_on_what_follows_from_the_entry_leaves_at_once(out: str, told: list[str]) -> None:
    text = f"scenario 育成 {{\n  enter when score 関心 >= 60\n  leave when {out}\n  wait 1 day\n  send a\n}}\n"

    assert told == said(text, "F243")

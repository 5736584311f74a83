"""A witness is told from the tree, so that it can be read again whatever it speaks of."""

from datetime import date, time
from decimal import Decimal

from grammar.ast import (
    Does,
    EmailCount,
    EmailSent,
    GivenTag,
    Name,
    Number,
    Text,
)
from grammar.parse import parse
from grammar.source import NOWHERE
from grammar.story import Story


def test_a_story_is_spelled_as_the_formatter_lays_it_out() -> None:
    story = Story('二通目の "例"', scenario="資料請求後", start=(date(2026, 11, 2), time(9)))
    story.given("山田", {"業種": Text("IT"), "従業員数": Number(Decimal(500))}, [GivenTag("vip")])
    story.play((0, time(10)), "山田", Does(Name("download")))
    story.expect(EmailSent(Name("wp-thanks"), Name("山田")), (0, time(10)))
    story.expect(EmailCount(1), (7, None), by=True)

    expected = """\
test "二通目の \\"例\\"" for 資料請求後 {
  start at 2026-11-02 09:00
  given lead 山田 { 業種 = "IT", 従業員数 = 500 } tagged "vip"
  at day 0 10:00 山田 does download
  expect at day 0 10:00 email wp-thanks to 山田
  expect by day 7 1 email
}
"""
    assert expected == story.text()
    assert () == parse(story.text()).diagnostics


def test_a_witness_says_where_the_play_goes_by() -> None:
    assert (NOWHERE,) == Story("例").given("山田").witness(reaches=[NOWHERE]).reaches

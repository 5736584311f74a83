"""What turns out to be a machine's: facts are as if it had never been, acts stay."""

from engine.testing import Story

PROGRAM = """
score 関心 {
  on opened give +10 points
  on clicked give +30 points
  level 高い at 40
}
team 営業 "営業" {
  members ["mailto:a@kumo.example"] in turn
}
scenario 連絡 {
  enter when level 関心 is 高い
  handoff to 営業 because "関心が高い"
}
"""


def story() -> Story:
    one = Story(PROGRAM)
    one.lead()
    for number, kind in enumerate(("mail.opened", "mail.clicked")):
        one.happens(kind, at=f"2026-11-02T10:00:0{number}", template="hello", message="m1")
    return one


def handoffs(one: Story) -> int:
    return sum(event.type == "handoff.raised" for event in one.ledger)


def test_points_go_and_the_handoff_stays() -> None:
    one = story()
    before = (one.points("関心"), handoffs(one))
    opened, clicked = [event for event in one.ledger if event.type in ("mail.opened", "mail.clicked")]
    for event in (clicked, opened):
        one.happens("mail.withdrawn", at="2026-11-02T10:05", what=event.type, of=event.id, because="burst", message="m1")

    assert ((40, 1), (0, 1)) == (before, (one.points("関心"), handoffs(one)))


def test_nobody_else_can_take_it_back() -> None:
    """Of another source it is another event."""
    one = story()
    one.happens("mail.withdrawn", at="2026-11-02T10:05", source="elsewhere", what="mail.opened", of=one.ledger[0].id, because="burst")

    assert 40 == one.points("関心")

"""What turns out to be a machine's: facts are as if it had never been, acts stay."""

from engine.domain.events import Event
from engine.testing import Story

PROGRAM = """
score 関心 {
  on opened any email give +10 points
  on clicked any email give +30 points
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


def ledger(one: Story) -> list[Event]:
    return one.world.ledgers["山田"]


def handoffs(one: Story) -> int:
    return sum(event.type == "handoff.raised" for event in ledger(one))


def test_points_go_and_the_handoff_stays() -> None:
    one = story()
    before = (one.points("関心"), handoffs(one))
    opened, clicked = [event for event in ledger(one) if event.type in ("mail.opened", "mail.clicked")]
    for event in (clicked, opened):
        one.happens("mail.withdrawn", at="2026-11-02T10:05", what=event.type, of=event.id, because="burst", message="m1")

    assert ((40, 1), (0, 1)) == (before, (one.points("関心"), handoffs(one)))


def test_nobody_else_can_take_it_back() -> None:
    """Of another source it is another event."""
    one = story()
    opened = next(event for event in ledger(one) if event.type == "mail.opened")
    props = {"what": opened.type, "of": opened.id, "because": "burst"}
    now = one.world.now
    one.world.put(Event(source="elsewhere", id="1", type="mail.withdrawn", subject="山田", at=now, received=now, props=props))

    assert 40 == one.points("関心")

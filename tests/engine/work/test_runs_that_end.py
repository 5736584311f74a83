"""A run that ends leaves no mail behind that waits for ever."""

from pathlib import Path

from tests.engine.work.house import house

TEXT = """
event download
event bought
topic news
policy 送信 {
  send only between 09:00 and 18:00
}
scenario 育成 {
  enter on download
  goal on bought
  send thanks
}
"""


def test_a_mail_that_was_held_is_dropped_with_its_run(tmp_path: Path) -> None:
    """In the evening it is held until the morning; by then the goal is reached."""
    made = house(tmp_path, TEXT, mails=("thanks",))
    made.go_on("2026-11-02T20:00")
    made.lead("A")
    made.tell("download", "A")
    made.go_on()
    assert [("thanks", "held")] == made.mails("A")
    made.tell("bought", "A")
    made.go_on("2026-11-03T12:00")

    assert [("skipped", "run-stopped")] == [(row.state, row.reason) for row in made.rows("A")]
    made.store.close()

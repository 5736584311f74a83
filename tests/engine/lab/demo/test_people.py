"""The people of a demo: declared, seeded, and awake by day."""

from pathlib import Path

from engine.domain.instants import DAY, from_iso, to_iso
from engine.lab.demo.people import AWAKE, OFFICE, People, read_model, roll

ROOT = Path(__file__).parents[4]
START = from_iso("2026-09-01T09:00", "Asia/Tokyo")


def people(seed: str = "1") -> People:
    return People(read_model(ROOT / "scenarios" / "a-it" / "people.toml"), seed, START, "Asia/Tokyo")


def test_chance_belongs_to_the_occasion() -> None:
    assert roll("1", "p0001", "visit") == roll("1", "p0001", "visit")
    assert roll("1", "p0001", "visit") != roll("2", "p0001", "visit")
    assert all(0 <= roll(number) < 1 for number in range(1000))


def test_the_same_seed_makes_the_same_people() -> None:
    assert people("7").persons == people("7").persons
    assert people("7").persons != people("8").persons


def test_no_two_people_share_a_name_in_the_database() -> None:
    found = people().persons

    assert len(found) == len({person.lead for person in found}) == len({person.email for person in found})


def test_a_mail_of_the_night_is_read_in_the_morning() -> None:
    at = from_iso("2026-09-03T23:40", "Asia/Tokyo")
    read = people().awake(at, AWAKE, "p0001")

    assert "2026-09-04T07" == to_iso(read, "Asia/Tokyo")[:13] or "2026-09-04T08" == to_iso(read, "Asia/Tokyo")[:13]
    assert at + 9 * DAY == people().awake(at + 9 * DAY, (0, 24), "p0001")


def test_sales_answers_on_working_days() -> None:
    """2026-09-05 is a Saturday."""
    answered = people().awake(from_iso("2026-09-05T11:00", "Asia/Tokyo"), OFFICE, "p0001", is_work=True)

    assert "2026-09-07" == to_iso(answered, "Asia/Tokyo")[:10]


def test_interest_fades_by_half_in_its_time() -> None:
    found = people()
    person = found.persons[0]
    now = found.interest(person, person.at)

    assert abs(found.interest(person, person.at + int(found.model.effects.half_life * DAY)) - now / 2) < 1e-9


def test_interest_stays_between_nothing_and_all() -> None:
    found = people()
    person = found.persons[0]
    found.move(person, person.at, 5.0)
    most = person.interest
    found.move(person, person.at, -9.0)

    assert (1.0, 0.0) == (most, person.interest)

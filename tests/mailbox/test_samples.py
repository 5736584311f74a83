"""Mails of some thirty mail systems, written by hand after their formats: what each is, and which mail of ours it is about."""

from collections import Counter
from pathlib import Path

import pytest

from engine.doors.mailbox.verdicts import Sort, verdict_of

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.eml"))
OURS, WAY_OUT = "Zk3vQ0pLw9Xr7TtB1uYc5g", "pT4mWq8sRk1nVx6yJd0e2A"
ABOUT_NOTHING = {"bounce-of-a-mail-that-is-not-ours", "other-newsletter"}


def expected(file: Path) -> str:
    """The class stands in the file's name."""
    return file.name.split(".")[-2]


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_each_is_what_it_is(file: Path) -> None:
    assert expected(file) == verdict_of(file.read_bytes()).sort


@pytest.mark.parametrize("file", [one for one in SAMPLES if expected(one) != "other"], ids=lambda file: file.stem)
def test_each_names_the_mail_it_is_about_and_a_strange_one_none_of_ours(file: Path) -> None:
    found = verdict_of(file.read_bytes())
    names = OURS in found.messages or WAY_OUT in found.links

    assert names == (file.name.split(".")[0] not in ABOUT_NOTHING)


def test_there_are_enough_of_each() -> None:
    counts = Counter(map(expected, SAMPLES))

    assert 100 <= len(SAMPLES)
    assert {str(sort) for sort in Sort} == set(counts)

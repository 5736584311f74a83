"""In which order the tests run."""

from tests.conftest import HERE, LONGEST, SLOW, place_of


def test_what_begins_first_is_there() -> None:
    assert [] == [name for name in (*LONGEST, *SLOW) if not (HERE / name).exists()]


def test_the_longest_begin_first_and_the_quick_last() -> None:
    files = ["grammar/test_names.py", "lsp/test_units.py", LONGEST[1], LONGEST[0]]

    assert files[::-1] == sorted(files, key=place_of)

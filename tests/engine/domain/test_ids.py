"""Names of leads grow."""

from hypothesis import given
from hypothesis import strategies as st

from engine.clock import SystemDice
from engine.domain.ids import beginning_at, name_of
from engine.domain.instants import from_iso

MOMENTS = st.integers(min_value=0, max_value=2**54 - 1)


@given(MOMENTS, MOMENTS)
def test_a_later_name_sorts_behind_an_earlier_one(one: int, other: int) -> None:
    assert (one < other) == (beginning_at(one) < beginning_at(other))


def test_a_name_is_as_long_as_a_token_and_never_looks_like_an_option() -> None:
    token = SystemDice().token()

    name = name_of(beginning_at(from_iso("2026-11-02T09:00:00+09:00")), token)

    assert len(token) == len(name)
    assert name.endswith(token[9:]) and name[0] == "5"

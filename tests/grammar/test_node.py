"""The pieces of a tree, and what makes two of them the same."""

from grammar.ast import OneMail, Send, Tag
from grammar.node import REQUIRED, changed, parts_in, parts_of
from grammar.source import Name, Span

HERE, THERE = Span("a", 0, 1, 1, 1, 1, 2), Span("b", 5, 6, 2, 1, 2, 2)


def test_two_pieces_that_say_the_same_are_equal_wherever_they_stand_and_do_not_differ() -> None:
    one, other = OneMail(Name("thanks"), span=HERE), OneMail(Name("thanks"), span=THERE)

    assert one == other and hash(one) == hash(other) and (one != other) is False


def test_two_pieces_that_say_another_thing_differ() -> None:
    assert OneMail(Name("thanks")) != OneMail(Name("guide")) and (OneMail(Name("thanks")) == OneMail(Name("guide"))) is False
    assert OneMail(Name("thanks")) != Tag(Name("thanks"))


def test_a_changed_piece_forgets_what_was_found_in_the_old_one() -> None:
    old = OneMail(Name("thanks"), span=HERE)
    old.kept = [old]
    new = changed(old, name=Name("guide"))

    assert (OneMail(Name("guide")), HERE, False) == (new, new.span, hasattr(new, "kept"))


def test_the_parts_of_a_class_are_told_in_order_with_their_defaults() -> None:
    """Its place is none of them."""
    assert [("mail", REQUIRED), ("at", None)] == [(part.name, part.default) for part in parts_in(Send)][:2]
    assert ("name",) == parts_of(OneMail)

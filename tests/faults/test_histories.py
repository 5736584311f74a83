"""Histories in any order, every event three times, in batches of any size, with pauses: the same facts and decisions, no act twice.

The properties stand beside what they are about; here they are counted, over more histories and by `make faults` over many more.
"""

from collections import Counter
from random import Random

from msgspec import structs

from engine.domain.instants import SECOND
from engine.testing import program_of
from tests.engine.work.test_batch_sizes import KINDS, LEADS, STORY, Happening, told
from tests.faults.figures import count, promise
from tests.reference.programs import case_of
from tests.reference.side_by_side import play, story_of
from tests.reference.test_arrival import acts, events_of, in_this_order, known, thrice

HISTORIES = count("NURTURE_TEST_HISTORIES", short=200, long=20_000)
BATCHES = count("NURTURE_TEST_BATCHES", short=40, long=2_000)
FIRST = 500_000
"""Other cases than those that other tests read."""


def test_history_in_any_order_and_any_number_gives_the_same_facts_and_no_act_twice() -> None:
    """Half of them are history, in any order; half are news, in order, of which each event comes three times."""
    others = doubled = events = 0
    for number in range(HISTORIES):
        case, dice = case_of(FIRST + number), Random(number)
        found = events_of(case)
        events += len(found)
        if number % 2:
            once, again = play(case, found), play(case, thrice(found, dice))
            others += story_of(once) != story_of(again)
            doubled += sum(times > 1 for times in Counter(acts(again)).values())
        else:
            past = [structs.replace(event, at=event.at + place * SECOND, live=False) for place, event in enumerate(found)]
            shuffled = thrice(dice.sample(past, len(past)), dice)
            others += known(case, in_this_order(past, case)) != known(case, in_this_order(shuffled, case))
    promise(
        "histories permuted and tripled",
        **{"histories": HISTORIES, "events": events, "other facts or stories": others, "acts done twice": doubled},
    )

    assert (0, 0) == (others, doubled)


def test_batches_of_any_size_any_number_of_pauses_decide_alike() -> None:
    program = program_of(STORY, topics={"thanks": "newsletter"})
    others = 0
    for number in range(BATCHES):
        dice = Random(number)
        story = [_happening(dice) for _ in range(dice.randrange(1, 7))]
        expected = told(program, story, 500, None)
        others += any(told(program, story, limit, dice) != expected for limit in (1, dice.randrange(2, 40)))
    promise("batch size and pauses change no decision", **{"histories": BATCHES, "that were decided otherwise": others})

    assert 0 == others


def _happening(dice: Random) -> Happening:
    return (
        dice.choice((0, 1, 13, 40, 200, 1_500)),
        dice.choice(LEADS),
        dice.choice((0, 0, 0, 0, 7, 300)),
        dice.randrange(len(KINDS)),
    )

"""Which name the language wants at a place: found by letting the parser go on until the rule that takes the name shows.

A slot is a rule and the symbol right before the name in it: `in_segment` after `segment`, `level_is` after `comparison`.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from grammar.lalr import Trial
from grammar.table import Reduction, table

_DEEPEST = 10
"""So many symbols after the name are tried until its rule must have shown."""
_MOST = 300
"""So many states; a name that only ends with its block is one that is given, and nothing is proposed for it."""
_FURTHER = 1
"""So many more when one has, for rules that begin alike."""


class Slot(NamedTuple):
    """before: the symbol in front of the name, a keyword as written; empty where the name comes first."""

    rule: str
    before: str


_NEAR = 6
_known: dict[tuple[int, ...], frozenset[Slot]] = {}
"""By the last states: what a name can be hangs on the rules that are under way, and they begin not far before."""


def slots_at(place: Trial) -> frozenset[Slot]:
    """All slots a name at that place could fill; of those that begin alike the ones that show soon."""
    trial = place.trial()
    name = trial.table.numbers["NAME"]
    for rule in _reductions(trial, name):
        trial.go(rule)
    action = trial.table.rows[trial.stack[-1]].get(name, -1)
    if action < 0:
        return frozenset()
    near = tuple(trial.stack[-_NEAR:])
    if near not in _known:
        trial.stack.append(action)
        _known[near] = _found(trial)
    return _known[near]


def _found(trial: Trial) -> frozenset[Slot]:
    """With the name taken already."""
    found: set[Slot] = set()
    seen: set[tuple[int, ...]] = set()
    waiting = [(trial, len(trial.stack) - 1)]
    left = _DEEPEST
    while waiting and left and len(seen) < _MOST:
        waiting = [further for here, at in waiting for further in _go_on(here, at, found, seen)]
        left = min(left, _FURTHER + 1) - 1 if found else left - 1
    return frozenset(found)


def _go_on(trial: Trial, at: int, found: set[Slot], seen: set[tuple[int, ...]]) -> Iterator[tuple[Trial, int]]:
    """Tries every symbol that may follow; the name, or what it has become part of, is the `at`th on the stack."""
    known = trial.table
    for symbol in [one for one in known.rows[trial.stack[-1]] if one < known.terminals]:
        copy, place = trial.trial(), at
        for rule in _reductions(copy, symbol):
            base = len(copy.stack) - rule.size
            if base <= place and rule.size:
                if not rule.name.startswith("_"):
                    found.add(Slot(rule.name, _symbol_before(copy, place, base)))
                    break
                place = base
            copy.go(rule)
        else:
            copy.stack.append(known.rows[copy.stack[-1]].get(symbol, -1))
            if copy.stack[-1] >= 0 and (state := tuple(copy.stack[place:])) not in seen:
                seen.add(state)
                yield copy, place


def _reductions(trial: Trial, symbol: int) -> Iterator[Reduction]:
    """What is made of the stack before the symbol can be taken; the caller does it."""
    while (action := trial.table.rows[trial.stack[-1]].get(symbol)) is not None and action < 0:
        yield trial.table.reductions[~action]


def _symbol_before(trial: Trial, at: int, base: int) -> str:
    if at == base:
        return ""
    symbol = _symbols()[trial.stack[at - 1]]
    return trial.table.spelled.get(symbol, trial.table.symbols[symbol])


@cache
def _symbols() -> Mapping[int, int]:
    """The symbol by which each state is reached; there is one for each."""
    known = table()
    return {action: symbol for row in known.rows.all() for symbol, action in row.items() if action >= 0}


SORTS: Mapping[Slot, str] = {
    Slot(rule, before): sort
    for sort, places in {
        "account attribute": ["account_ref ."],
        "asset": ["offers offers"],
        "arm": ["else_arm else", "given_arm in", "split_expected is", "winner_expected is"],
        "assigned": ["assignment ", "emptied ", "listed "],
        "attribute": [
            "ask ask", "lead_ref .", "prefer_for NAME", "prefer_for for", "review_when NAME", "review_when when",
            "same_when NAME", "same_when when",
        ],
        "calendar": ["uses_calendar calendar"],
        "checklist": ["passes passes"],
        "entry field": ["entry_ref .", "one_run_per per"],
        "event": ["account_did did", "raises raises", "did_ago did", "does does", "event_happened did", "event_pattern ", "sum_of of"],
        "expected": ["run_state ", "split_expected "],
        "field": ["field_ref ", "per_amount of", "sum_of ."],
        "for": ["for_name for"],
        "group": ["group_act in", "one_at_a_time in"],
        "lead": ["merged_into into", "play_account of", "to_lead to"],
        "level": ["level_expected comparison", "level_is comparison", "reaching_level level"],
        "listed": ["names NAME", "names ["],
        "mail": [
            "answered NAME", "answered by", "bounces bounces", "email_hides email", "email_not_sent email", "email_sent email",
            "email_shows email", "no_email email", "one_mail ", "reacts react_verb",
        ],
        "part": ["for_part part_kind"],
        "persona": ["asset_for NAME", "asset_for for", "for_personas NAME", "for_personas for", "persona_is equality"],
        "player": ["play day_moment"],
        "scenario": ["in_scenario scenario", "is_put_into into", "is_taken_out of", "scenario_act scenario", "step_ref "],
        "score": [
            "give to", "given_points in", "is_given in", "is_set in", "level_expected level", "level_is level", "points_of score",
            "reaching_level score", "score_against score", "score_between score", "score_expected score", "score_is score",
            "set_score score",
        ],
        "segment": ["in_segment segment"],
        "series": ["next_of of"],
        "split": ["compare_split split", "given_arm of", "no_winner of", "winner_expected of"],
        "stage": [
            "asset_stage stage", "back from", "back to", "given_stage stage", "in_stage_for stage", "move_to_stage stage", "moves_to stage",
            "reaching_stage stage", "stage_dropped stage", "stage_expected equality", "stage_is equality", "stage_moved from",
            "stage_moved to",
        ],
        "step": ["go_to to", "in_step step", "step_ref ."],
        "team": ["by_team by", "handoff to", "handoff_expected to", "team_name ", "team_ref team", "to_team to"],
        "topic": [
            "consent_expected to", "consents to", "from_topic from", "given_consent to", "no_consent to", "on_topic topic",
            "subscribe to", "test_consents to", "consent_box consent",
        ],
        "webhook": ["no_webhook webhook", "play_webhook webhook", "webhook webhook", "webhook_expected webhook"],
    }.items()
    for rule, _, before in (place.partition(" ") for place in places)
}  # fmt: skip
"""What sort of name a slot takes. Slots of names that are only just given stand in `GIVEN`."""

GIVEN: frozenset[Slot] = frozenset(
    Slot(rule, before)
    for rule, _, before in (
        place.partition(" ")
        for place in (
            "arm ", "arm PERCENT", "asset asset", "form form",
            "attribute attribute", "attribute of_account", "branch branch", "calendar calendar",
            "checklist checklist", "checklist_item ", "event event", "field ", "given lead", "kpi kpi", "level level",
            "list_attribute attribute", "list_attribute of_account", "persona persona", "policy policy", "scenario scenario",
            "score score", "score_group group", "segment segment", "series series", "split split", "stage stage", "step step",
            "team team", "topic topic",
        )
    )
)  # fmt: skip
"""Here a new name is given, so none is proposed."""

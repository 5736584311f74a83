"""What is mutated, the tests near it, and the mutants that mean the same as the line they replace."""

import ast
from typing import NamedTuple


class Target(NamedTuple):
    """file: of the source. tests: those that must see a mistake in it, the quickest first. parts: functions and names, none for all."""

    file: str
    tests: tuple[str, ...]
    parts: tuple[str, ...] = ()

    def lines(self, text: str) -> set[int] | None:
        """The lines of its parts, None for all."""
        if not self.parts:
            return None
        found = [one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.FunctionDef | ast.Assign) and _name(one) in self.parts]
        return {line for one in found for line in range(one.lineno, (one.end_lineno or one.lineno) + 1)}


def _name(one: ast.FunctionDef | ast.Assign) -> str:
    return one.name if isinstance(one, ast.FunctionDef) else ast.unparse(one.targets[0])


STORE, DELIVERY, DOORS = "tests/engine/store", "tests/engine/delivery", "tests/engine/doors"
BEAT, RULES = "tests/engine/heartbeat", "tests/engine/rules"
WEB, WORK, E2E = "tests/engine/web", "tests/engine/work", "tests/e2e"
CONSENTING = (f"{WEB}/test_preferences.py", f"{E2E}/test_double_opt_in.py", "tests/cli/test_consents.py", f"{WEB}/test_forms.py")
ERASED = (
    f"{STORE}/test_erased.py",
    f"{DOORS}/test_erasing.py",
    "tests/cli/test_erasing.py",
    "tests/cli/test_erasing_beside.py",
)
JOINED = (
    *(f"{RULES}/test_{name}.py" for name in ("merge", "merging", "people", "admitting", "queues", "experiments", "holds")),
    *(f"{WORK}/test_{name}.py" for name in ("persons", "unmerging", "unmerging_together", "merged_histories")),
    "tests/faults/test_merges.py",
)
PROVIDED = (f"{WEB}/test_providers.py",)
READ = (f"{DOORS}/test_cells.py", f"{DOORS}/test_tables.py", f"{DOORS}/test_leads_csv.py", f"{DOORS}/test_accounts_csv.py")
KEYED = (f"{WEB}/test_limits.py", f"{WEB}/test_segment.py", "tests/cli/test_keys.py")
FENCED = (f"{DELIVERY}/test_fence.py", f"{DELIVERY}/test_fail_closed.py", f"{DELIVERY}/test_holds.py", f"{DELIVERY}/test_by_hand.py")
TARGETS = (
    Target("engine/store/fences.py", (f"{STORE}/test_fences.py", f"{STORE}/test_outbox.py", *FENCED, f"{STORE}/test_postgres.py")),
    Target("engine/store/states.py", (f"{STORE}/test_outbox.py", *FENCED)),
    Target(
        "engine/store/outbox.py",
        (
            f"{STORE}/test_outbox_rows.py",
            f"{STORE}/test_outbox.py",
            *FENCED,
            f"{DELIVERY}/test_delivery.py",
            f"{STORE}/test_postgres.py",
        ),
    ),
    Target(
        "engine/delivery/courier.py",
        (
            f"{DELIVERY}/test_courier.py",
            f"{DELIVERY}/test_redirect.py",
            f"{DELIVERY}/test_return_path.py",
            *FENCED,
            f"{DELIVERY}/test_delivery.py",
            f"{DELIVERY}/test_webhooks.py",
        ),
    ),
    Target("engine/store/people.py", (f"{STORE}/test_people.py", f"{DOORS}/test_put.py", "tests/engine/work/test_persons.py")),
    Target("engine/domain/addresses.py", ("tests/engine/domain/test_addresses.py", f"{STORE}/test_suppression.py")),
    Target("engine/doors/mail_links.py", (f"{DOORS}/test_mail_links.py", "tests/engine/web/test_mail_links.py", f"{DOORS}/test_spool.py")),
    Target("engine/doors/spool.py", (f"{DOORS}/test_spool.py",)),
    Target("engine/delivery/pace.py", (f"{DELIVERY}/test_pace.py", f"{DELIVERY}/test_delivery.py")),
    Target("engine/domain/instants.py", ("tests/engine/domain/test_instants.py",)),
    Target("engine/clock.py", ("tests/engine/test_clock.py", f"{BEAT}/test_several.py", f"{BEAT}/test_heartbeat.py")),
    Target(
        "engine/heartbeat.py",
        (f"{BEAT}/test_clock_guard.py", f"{BEAT}/test_several.py", f"{BEAT}/test_heartbeat.py"),
        ("_is_on_time", "_set_clock", "JUMP", "OFF"),
    ),
    Target("engine/rules/calendar.py", (f"{RULES}/test_calendar.py", f"{RULES}/test_calendars.py")),
    # People: what they allowed, who they are, what they did.
    Target("engine/doors/confirming.py", (f"{DOORS}/test_confirming.py", f"{E2E}/test_double_opt_in.py", f"{WEB}/test_forms.py")),
    Target("engine/doors/preferences.py", (f"{DOORS}/test_confirming.py", f"{WEB}/test_preferences.py", f"{WORK}/test_consents.py")),
    Target("engine/doors/forms.py", (f"{DOORS}/test_forms.py", f"{WEB}/test_forms.py",)),
    Target("engine/store/consents.py", (f"{STORE}/test_consents.py", f"{WORK}/test_consents.py", *CONSENTING)),
    Target("engine/rules/consent.py", (f"{RULES}/test_consent.py", f"{RULES}/test_preferred.py", f"{WORK}/test_consents.py")),
    Target("engine/doors/erasing.py", ERASED),
    Target("engine/store/erasing.py", ERASED),
    Target("engine/store/erased.py", ERASED),
    Target("engine/store/erasures.py", ERASED),
    Target("engine/store/retention.py", (f"{STORE}/test_retention.py", f"{WORK}/test_retention.py", "tests/cli/test_tidy.py")),
    Target("engine/rules/identity.py", (f"{RULES}/test_merge.py", f"{RULES}/test_merging.py", f"{DOORS}/test_claims.py")),
    Target("engine/rules/joining.py", JOINED),
    Target("engine/rules/merge.py", JOINED),
    Target("engine/rules/holds.py", (f"{RULES}/test_holds.py", f"{WORK}/test_judging.py", f"{WORK}/test_account_holds.py")),
    Target("engine/domain/keys.py", ("tests/engine/domain/test_keys.py", "tests/engine/domain/test_names.py", f"{WORK}/test_likeness.py")),
    Target("engine/domain/names.py", ("tests/engine/domain/test_names.py", f"{WORK}/test_likeness.py")),
    Target("engine/domain/phones.py", ("tests/engine/domain/test_phones.py",)),
    Target("engine/domain/companies.py", ("tests/engine/domain/test_companies.py", f"{RULES}/test_accounts.py")),
    Target("engine/doors/machines.py", (f"{DOORS}/test_machines.py",)),
    Target("engine/doors/machine_signs.py", (f"{DOORS}/test_machines.py",)),
    Target("engine/doors/clicks.py", (f"{STORE}/test_clicks.py", f"{DOORS}/test_withdrawn.py")),
    Target("engine/store/clicks.py", (f"{STORE}/test_clicks.py", f"{DOORS}/test_withdrawn.py")),
    Target("engine/doors/provider_posts.py", PROVIDED),
    Target("engine/doors/provider_sns.py", PROVIDED),
    Target("engine/doors/identities.py", (f"{DOORS}/test_events.py", f"{DOORS}/test_browsers.py", f"{DOORS}/test_put.py")),
    Target("engine/doors/guessing.py", (f"{DOORS}/test_guessing.py",)),
    Target("engine/doors/dates.py", READ),
    Target("engine/doors/cells.py", READ),
    Target("engine/doors/csv_cells.py", (*READ, "tests/hostile/test_files.py")),
    Target("engine/doors/imports.py", (f"{DOORS}/test_bulk.py", f"{DOORS}/test_leads_csv.py", "tests/cli/test_foreseen_joins.py")),
    Target("engine/web/keys.py", KEYED),
    Target("engine/web/limits.py", KEYED),
    Target("engine/web/asked.py", (f"{WEB}/test_events_api.py", f"{WEB}/test_preferences.py", f"{WEB}/test_forms.py", *KEYED)),
    Target("engine/web/pages.py", (f"{WEB}/test_pages.py", f"{WEB}/test_mail_links.py", f"{WEB}/test_preferences.py")),
    Target("engine/web/assets.py", (f"{WEB}/test_papers.py", f"{WEB}/test_forms.py")),
)

_GAP = "if before is None or after is None or after <= before:"
_ASKED = "before is None or after is None or after <= before"
_EITHER_WAY = "where there is no gap its end is looked for in vain, and what comes of that is the same"
_EQUAL = "an aware datetime always has an offset"
_ENDED = (
    "ended = select(literal(1)).where(runs.c.lead == _m.lead, runs.c.run == _m.run, one_of(runs.c.state, VOIDING), _m.kind == PERSONAL)"
)
_LIVE = 'return exists(select(literal(1)).select_from(control).where(control.c.mode == "live", goes))'
_COUNTED = "… OF runs\\n )\\n SELECT (SELECT count(*) FROM lead) + (SELECT count(*) FROM run)\\n"
_THERE = "a row that is there is there, whatever it shows"
_COUNTS = '_COUNTS = Hot(select(_m.kind, _m.state, func.count().label("count")).group_by(_m.kind, _m.state).order_by(_m.kind, _m.state))'
_LONG_AGO = "a microsecond of 1970 is as long ago as none"
_AT_ONCE = "at the very moment the promise is the same, and so is the next"
_YES_OR_NO = "it is asked for yes or no"
_QUICK = r"""_PLAIN = re.compile(r"[a-z0-9._+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+")"""
_LOOKS = r"[a-z0-9._+-]+@[a-z0-9-]+(?:\\.[a-z0-9-]+)+"
_LINE = "if isinstance(said, Problem) or not isinstance(said, dict):"
_NO_DICT = "what tells of a problem is no dict either; the type checker wants it said"
EQUIVALENT: dict[str, str] = {
    f"engine/domain/instants.py | {_GAP} | after <= before -> after < before": _EITHER_WAY,
    f"engine/domain/instants.py | {_GAP} | {_ASKED} -> before is None or after is None": _EITHER_WAY,
    f"engine/domain/instants.py | {_GAP} | {_ASKED} -> before is None and after is None and (after <= before)": _EITHER_WAY,
    f"engine/domain/instants.py | {_GAP} | {_ASKED} -> before is None or after <= before": _EQUAL,
    f"engine/domain/instants.py | {_GAP} | {_ASKED} -> after is None or after <= before": _EQUAL,
    "engine/clock.py | self._ahead = 0 | 0 -> 1": "the look at the server that follows at once sets it",
    f"engine/store/fences.py | {_ENDED} | 1 -> 2": _THERE,
    f"engine/store/fences.py | {_LIVE} | 1 -> 2": _THERE,
    f'engine/store/fences.py | _STAND_STILL = """ | {_COUNTED}\' -> {_COUNTED}X\'': "it is but a name for what nobody reads",
    f"engine/store/outbox.py | {_COUNTS} | 'count' -> 'countX'": "it is read by its place",
    "engine/delivery/pace.py | free = self.next_free.get(domain, 0) | 0 -> 1": _LONG_AGO,
    "engine/delivery/pace.py | slot = max(self.promised.get(domain, 0), free) | 0 -> 1": _LONG_AGO,
    "engine/delivery/pace.py | if free <= now: | free <= now -> free < now": _AT_ONCE,
    f"engine/domain/addresses.py | {_QUICK} | '{_LOOKS}' -> '{_LOOKS}X'": "only the quick way is lost; the long one leads to the same",
    f"engine/doors/spool.py | {_LINE} | isinstance(said, Problem) or not isinstance(said, dict) -> not isinstance(said, dict)": _NO_DICT,
    "engine/doors/spool.py | return False | return False -> return None": _YES_OR_NO,
    "engine/heartbeat.py | return False | return False -> return None": _YES_OR_NO,
}
"""`file | line | change` -> why nobody could tell."""

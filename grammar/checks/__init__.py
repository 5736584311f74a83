"""What is checked: one file per area, each with its `RULES` and a pure `check` from a workspace to findings."""

from collections.abc import Callable, Iterable

from grammar.checks import (
    accounts,
    across,
    awards,
    content,
    cycles,
    duplicates,
    entries,
    entry_values,
    guardrails,
    handing,
    items,
    journeys,
    letting_in,
    mails,
    members,
    nested,
    not_yet,
    optionals,
    persons,
    picks,
    played,
    quality,
    reach,
    scoring,
    splits,
    systems,
    tags,
    templates,
    types,
    unknown,
    waits,
)
from grammar.diagnostics import Diagnostic, Rule
from grammar.model import Workspace

Check = Callable[[Workspace], Iterable[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    unknown.check,
    members.check,
    entry_values.check,
    duplicates.check,
    cycles.check,
    tags.check,
    played.check,
    types.check,
    items.check,
    optionals.check,
    persons.check,
    guardrails.check,
    systems.check,
    reach.check,
    nested.check,
    waits.check,
    splits.check,
    picks.check,
    mails.check,
    entries.check,
    letting_in.check,
    journeys.check,
    content.check,
    handing.check,
    accounts.check,
    templates.check,
    scoring.check,
    awards.check,
    across.check,
    quality.check,
    not_yet.check,
)

RULES: tuple[Rule, ...] = (
    *unknown.RULES, *members.RULES, *entry_values.RULES, *duplicates.RULES, *cycles.RULES, *tags.RULES, *played.RULES,
    *types.RULES, *items.RULES, *optionals.RULES, *persons.RULES,
    *guardrails.RULES, *reach.RULES, *nested.RULES, *waits.RULES, *splits.RULES, *mails.RULES, *entries.RULES, *journeys.RULES,
    *content.RULES,
    *handing.RULES,
    *accounts.RULES,
    *picks.RULES,
    *systems.RULES,
    *letting_in.RULES,
    *templates.RULES, *scoring.RULES, *awards.RULES, *across.RULES, *quality.RULES, *not_yet.RULES,
)  # fmt: skip
"""Every rule of the checker; those of reading are in `grammar.syntax_rules`."""

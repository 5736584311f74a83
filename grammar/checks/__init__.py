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
    laws,
    lengths,
    letting_in,
    mails,
    members,
    nested,
    not_yet,
    optionals,
    papers,
    persons,
    picks,
    played,
    pressing,
    quality,
    reach,
    scoring,
    splits,
    systems,
    tags,
    templates,
    types,
    unknown,
    unsure,
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
    lengths.check,
    content.check,
    handing.check,
    accounts.check,
    templates.check,
    papers.check,
    laws.check,
    scoring.check,
    awards.check,
    across.check,
    pressing.check,
    quality.check,
    not_yet.check,
)

FOLLOWING: tuple[Check, ...] = (reach.check, waits.check, mails.check, across.check)
"""Those that follow the ways through each scenario: where several processes check, one works the ways out for all of these."""

RULES: tuple[Rule, ...] = (
    *unknown.RULES, *members.RULES, *entry_values.RULES, *duplicates.RULES, *cycles.RULES, *tags.RULES, *played.RULES,
    *types.RULES, *items.RULES, *optionals.RULES, *persons.RULES,
    *guardrails.RULES, *reach.RULES, *nested.RULES, *waits.RULES, *splits.RULES, *mails.RULES, *entries.RULES, *journeys.RULES,
    *lengths.RULES,
    *content.RULES,
    *handing.RULES,
    *accounts.RULES,
    *picks.RULES,
    *systems.RULES,
    *papers.RULES,
    *letting_in.RULES,
    *templates.RULES, *laws.RULES, *scoring.RULES, *awards.RULES, *across.RULES, *pressing.RULES, *quality.RULES, *unsure.RULES,
    *not_yet.RULES,
)  # fmt: skip
"""Every rule of the checker; those of reading are in `grammar.syntax_rules`."""

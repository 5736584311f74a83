"""Whom a notice means: an address as it is, or a team, the lead's owner, the manager, looked up now."""

from collections.abc import Iterable

from engine.domain.subjects import Lead
from engine.rules.program import Program, Team

OWNER = "owner"
"""The attribute that names the colleague a lead belongs to, by mail address."""


def targets_of(program: Program, lead: Lead, to: str) -> Iterable[str]:
    """The addresses behind `to`; itself where there are none, so that the report shows who could not be found."""
    kind, _, name = to.partition(":")
    match kind:
        case "team":
            return _of_team(program, name) or ([] if _has_turns(program, name) else [to])
        case "owner":
            return _owner(lead) or _of_team(program, _team_at_work(lead)) or [to]
        case "account-owner":
            return _account_owner(lead) or _owner(lead) or [to]
        case "manager":
            return _managers(program, lead) or [to]
        case _:
            return [to]


def _of_team(program: Program, name: str) -> Iterable[str]:
    team = program.teams.get(name)
    return team.notify if team else ()


def _has_turns(program: Program, name: str) -> bool:
    """Then a member is told, once it is known who has it."""
    team = program.teams.get(name)
    return team is not None and team.in_turn


def _owner(lead: Lead) -> Iterable[str]:
    owner = lead.facts.attributes.get(OWNER)
    return [str(owner.value)] if owner and "@" in str(owner.value) else []


def _account_owner(lead: Lead) -> Iterable[str]:
    owner = lead.facts.account.attributes.get(OWNER) if lead.facts.account is not None else None
    return [str(owner)] if owner and "@" in str(owner) else []


def _team_at_work(lead: Lead) -> str:
    """The team that has the lead in hand."""
    return next((one.team for one in reversed(lead.waiting)), "")


def _managers(program: Program, lead: Lead) -> Iterable[str]:
    working = program.teams.get(_team_at_work(lead))
    teams: Iterable[Team] = [working] if working else program.teams.values()
    return list(dict.fromkeys(team.manager for team in teams if team.manager))

"""`nurture law`: what the law asks of marketing mail, and how far this workspace gives it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engine.app import place_at, workspace_at
from engine.commands.checking import roots_of
from engine.domain.errors import NurtureError
from grammar.checks.laws import NO_GROUND, NO_PROOF, NO_SENDER, NO_WAY_OUT, UNANSWERED, check
from grammar.diagnostics import Diagnostic
from grammar.guardrails import Law
from grammar.laws import CODES, LawPack, pack_of, packs
from grammar.model import Workspace

TOPICS = {
    NO_GROUND: "consent", NO_PROOF: "proof", NO_SENDER: "name", UNANSWERED: "inquiries", NO_WAY_OUT: "unsubscribe",
}  # fmt: skip
"""Which duty a rule looks after; the postal address is one of the three things `NO_SENDER` asks for."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A law that counts here. because: the ground that the policy states; missing: the findings of each duty's topic."""

    country: str
    pack: LawPack
    declared: bool
    because: str
    missing: dict[str, tuple[Diagnostic, ...]]


def laws(folder: Path, country: str = "") -> tuple[Kept, ...]:
    """The named law, or those the policies name; with neither, all that are known. Raises NurtureError for an unknown one."""
    if country:
        return (_named(country, folder),)
    declared = [kept for root in _roots(folder) for kept in _declared(_workspace(root))]
    return tuple(declared) or tuple(Kept(pack.code, pack, False, "", {}) for pack in packs())


def _named(country: str, folder: Path) -> Kept:
    pack = pack_of(country)
    if pack is None:
        raise NurtureError("unknown-law", country=country, known=", ".join(CODES))
    here = [kept for root in _roots(folder) for kept in _declared(_workspace(root))]
    return next((kept for kept in here if kept.pack is pack), Kept(country.upper(), pack, False, "", {}))


def _declared(workspace: Workspace) -> Iterable[Kept]:
    found = list(check(workspace))
    for law in (rule for rule, _ in workspace.policy if isinstance(rule, Law)):
        pack = pack_of(law.country)
        if pack is not None:
            yield Kept(law.country, pack, True, law.because or "", _missing(found, law))


def _missing(found: list[Diagnostic], law: Law) -> dict[str, tuple[Diagnostic, ...]]:
    """Findings by duty. Each is of one law: its words name it, or it stands on its line."""
    named = f'law "{law.country}"'
    of_law = [one for one in found if dict(one.words).get("law", named) == named]
    topics = {topic: tuple(one for one in of_law if one.of is rule) for rule, topic in TOPICS.items()}
    if any("postal_address" in dict(one.words).get("missing", "") for one in topics["name"]):
        topics["postal address"] = topics["name"]
    return {topic: findings for topic, findings in topics.items() if findings}


def _roots(folder: Path) -> list[Path]:
    try:
        return roots_of(folder)
    except NurtureError:
        return []


def _workspace(root: Path) -> Workspace:
    return workspace_at(place_at(root), {})

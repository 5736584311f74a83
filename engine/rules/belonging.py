"""Which account a lead belongs to, and what it tells it."""

from hashlib import blake2s
from typing import Any, NamedTuple

import msgspec

from engine.domain.accounts import Share
from engine.domain.companies import company_key, domain_of
from engine.domain.documents import ACCOUNT, id_of
from engine.domain.events import Kind
from engine.domain.subjects import Facts, Membership
from engine.rules.program import Accounts
from engine.rules.turn import Turn

_json = msgspec.json.Encoder(order="deterministic")


def account_of(rules: Accounts, facts: Facts) -> str:
    """The id of the account, by the first of the rules that knows one; "" if the lead stands for itself."""
    for kind, excepted in rules.ways:
        attribute = facts.attributes.get("email" if kind == "domain" else "company")
        text = str(attribute.value) if attribute is not None else ""
        key = domain_of(text) if kind == "domain" else company_key(text)
        if key and key not in excepted:
            return id_of(ACCOUNT, key)
    return ""


def tell_account(turn: Turn) -> None:
    """Writes to the account what has changed since it was told last; a lead that changes its account leaves the old one."""
    rules, lead = turn.program.accounts, turn.lead
    if rules is None and lead.account is None:
        return
    id_ = account_of(rules, lead.facts) if rules is not None else ""
    if lead.account is not None and lead.account.id != id_:
        turn.write(Kind.ACCOUNT_LEFT, lead.account.id, lead=lead.id)
        turn.record(Kind.ACCOUNT_TOLD, "", account="")
        lead.account = lead.account_hold = None
    if rules is None or not id_:
        return
    share = _json.encode(_share(turn, rules))
    digest = blake2s(share, digest_size=8).hexdigest()
    if lead.account is None or lead.account.told != digest:
        turn.write(Kind.ACCOUNT_SHARE, id_, lead=lead.id, number=lead.number, share=msgspec.json.decode(share))
        lead.account = Membership(id=id_, told=digest)


def _share(turn: Turn, rules: Accounts) -> Share:
    counters = turn.lead.facts.counters
    return Share(
        points={score: turn.sight.points(score) for score in sorted(rules.scores)},
        newest={counter: counters[counter][-1] for counter in sorted(rules.counters) if counters.get(counter)},
    )


# ── one run per account ─────────────────────────────────────────────────────────────────


class Asked(NamedTuple):
    """An entry that waits for the account's word. rule: `file:line`; entry: what the entering event said; round: its day in a calendar."""

    rule: str
    entry: dict[str, Any]
    round: str = ""


def ask_account(turn: Turn, scenario: str, account: str, asked: Asked) -> None:
    """Asks whether nobody else of the account is in that scenario."""
    turn.say("asked-account", asked.rule, scenario=scenario)
    said = {"lead": turn.lead.id, "scenario": scenario, "key": account, "entry": asked.entry, "origin": asked.rule, "round": asked.round}
    turn.write(Kind.ENTRY_ASKED, id_of(ACCOUNT, account), asked.rule, **said)

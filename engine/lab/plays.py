"""What a test lets happen: each of its acts as the events that production would have seen."""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import replace
from typing import assert_never

from engine.domain.events import Event, Kind
from engine.domain.instants import Instant, to_iso
from engine.domain.subjects import Lead
from engine.lab.asked import plain
from engine.lab.world import World
from engine.rules.calendar import before
from engine.rules.compile_conditions import MAIL_EVENTS
from engine.rules.holds import until_of
from engine.rules.program import Program
from engine.rules.values import Today
from engine.rules.view import Sight
from engine.rules.watching import with_scenarios
from grammar import ast as g

FATES = {"fails": Kind.MAIL_FAILED, "misses its time": Kind.MAIL_RETURNED, "is in doubt": Kind.MAIL_DOUBTFUL}

ByHand = g.IsTagged | g.MovesTo | g.IsGiven | g.IsHeld | g.IsReleased | g.IsPutInto
"""What people and other systems do to a lead."""


def without(program: Program, names: Set[str]) -> Program:
    """The program before these scenarios were there; it has another name."""
    others = {name: one for name, one in program.scenarios.items() if name not in names}
    return replace(with_scenarios(program, others), hash="/".join([program.hash, *sorted(names)])) if names else program


class Players:
    """names: the leads of the test, in order; who is not named is the first. program: with all that is deployed in the end."""

    def __init__(self, world: World, names: Sequence[str], program: Program) -> None:
        self.world = world
        self.names = names
        self.program = program
        self._rows: Counter[Instant] = Counter()
        self._opened: set[tuple[str, str]] = set()
        """(lead, mail): a mail is opened once, and the key of a mail is unique for a lead."""
        self._late = 0

    def give(self, given: g.Given, moment: Instant) -> bool:
        """A lead as it is when the test begins: what is given happens then. False if it is given an account it does not have."""
        lead = str(given.lead)
        props = self._props(given.values, moment)
        props.setdefault("email", f"{lead}@lead.example")
        self.world.happen(Kind.LEAD_CHANGED, lead, props, moment)
        return all([self._trait(lead, trait, moment) for trait in given.traits])

    def _trait(self, lead: str, trait: g.Trait, moment: Instant) -> bool:
        happen = self.world.happen
        match trait:
            case g.GivenTag(tag=tag):
                happen(Kind.LEAD_TAGGED, lead, {"tag": tag}, moment)
            case g.GivenStage(stage=stage):
                happen(Kind.STAGE_MOVED, lead, {"stage": str(stage)}, moment)
            case g.GivenConsent(topic=topic):
                happen(Kind.CONSENTED, lead, {"topic": str(topic)}, moment)
            case g.GivenPoints(points=points, score=score):
                happen(Kind.SCORE_SET, lead, {"score": str(score), "points": float(points)}, moment)
            case g.GivenAccount(values=values):
                return self._account(lead, values, moment)
            case g.GivenArm():
                pass  # the program of the test knows it
            case _:
                assert_never(trait)
        return True

    def act(self, subject: str, act: g.TestAct, moment: Instant) -> bool:
        """Lets it happen to the subject; False if it could not: there is no such mail under way, or the lead is of no account."""
        world = self.world
        match act:
            case g.Does(event=event, values=values):
                world.happen(str(event), subject, self._props(values, moment), moment)
            case g.DidAgo():
                self._late_event(subject, act, moment)
            case g.Becomes(values=values):
                world.happen(Kind.LEAD_CHANGED, subject, self._props(values, moment), moment)
            case g.Reacts(verb=verb, mail=mail, link=link):
                self._react(subject, str(mail), (MAIL_EVENTS[verb], link), moment)
            case g.Bounces(mail=mail, soft=soft):
                self._react(subject, str(mail), (Kind.MAIL_DEFERRED if soft else Kind.MAIL_BOUNCED, None), moment)
            case g.MailMeets(fate=fate, lead=lead):
                return world.meet(self._lead(lead), subject, FATES[fate], moment)
            case g.IsOfAccount(values=values):
                return self._account(subject, values, moment)
            case g.MergedInto(lead=lead):
                world.merge(subject, str(lead), moment)
            case g.Unmerged():
                world.unmerge(subject, moment)
            case g.Imported(values=values):
                self._import(subject, self._props(values, moment), moment)
            case g.Deployed():
                still_to_come = self.program.scenarios.keys() - {*world.program.scenarios, subject}
                world.deploy(without(self.program, still_to_come), moment)
            case g.AccountHeld() | g.AccountReleased():
                return self._judge_account(subject, act, moment)
            case g.Accepts() | g.Rejects() | g.Finishes():
                self._answer(subject, act, moment)
            case g.WebhookDone(result=result, lead=lead):
                world.happen(Kind.WEBHOOK_DONE, self._lead(lead), {"name": subject, "outcome": result or ""}, moment)
            case g.WebhookFailed(lead=lead):
                world.happen(Kind.WEBHOOK_FAILED, self._lead(lead), {"name": subject}, moment)
            case g.Unsubscribes(topic=topic):
                world.happen(Kind.UNSUBSCRIBED, subject, {"topic": str(topic) if topic else ""}, moment)
            case g.GivesConsent(topic=topic):
                world.happen(Kind.CONSENTED, subject, {"topic": str(topic)}, moment)
            case _:
                self._by_hand(subject, act, moment)
        return True

    def _import(self, lead: str, props: dict[str, object], moment: Instant) -> None:
        """The row is history; that a table brought it is what `enter by import` hears. Rows of one moment are of one table."""
        if lead not in self.world.leads:
            props.setdefault("email", f"{lead}@lead.example")
        self.world.happen(Kind.LEAD_CHANGED, lead, props, moment, live=False)
        self.world.happen(Kind.LEAD_IMPORTED, lead, {"place": self._rows[moment]}, moment, live=False)
        self._rows[moment] += 1

    def _by_hand(self, lead: str, act: ByHand, moment: Instant) -> None:
        happen = self.world.happen
        match act:
            case g.IsTagged(tag=tag, absent=absent):
                happen(Kind.LEAD_UNTAGGED if absent else Kind.LEAD_TAGGED, lead, {"tag": tag}, moment)
            case g.MovesTo(stage=stage):
                happen(Kind.STAGE_MOVED, lead, {"stage": str(stage)}, moment)
            case g.IsGiven(points=points, score=score, anew=anew):
                kind = Kind.SCORE_SET if anew else Kind.SCORE_GIVEN
                happen(kind, lead, {"score": str(score), "points": float(points)}, moment)
            case g.IsHeld():
                if said := self._word(lead, act, moment):
                    happen(Kind.LEAD_HELD, lead, said, moment)
            case g.IsReleased():
                happen(Kind.LEAD_RELEASED, lead, {}, moment)
            case g.IsPutInto(scenario=scenario, out=out):
                happen(Kind.RUN_REMOVED if out else Kind.RUN_STARTED, lead, {"scenario": str(scenario)}, moment)
            case _:
                assert_never(act)

    def _account(self, lead: str, values: Sequence[g.Assignment], moment: Instant) -> bool:
        account = self._company(lead)
        if account:
            self.world.happen(Kind.ACCOUNT_CHANGED, account, self._props(values, moment), moment)
        return bool(account)

    def _judge_account(self, lead: str, act: g.AccountHeld | g.AccountReleased, moment: Instant) -> bool:
        """A person holds all of the lead's company, or takes that back."""
        self.world.run_until(moment - 1)
        account = self._company(lead)
        if not account:
            return False
        match act:
            case g.AccountReleased():
                self.world.happen(Kind.ACCOUNT_RELEASED, account, {}, moment)
            case g.AccountHeld():
                if said := self._word(lead, act, moment):
                    self.world.happen(Kind.ACCOUNT_HELD, account, said, moment)
        return True

    def _company(self, lead: str) -> str:
        """The account of a lead, "" for one that has none."""
        there = self.world.leads.get(self.world.person(lead))
        return there.account.id if there is not None and there.account is not None else ""

    def _answer(self, team: str, act: g.Accepts | g.Rejects | g.Finishes, moment: Instant) -> None:
        lead = self._lead(act.lead)
        match act:
            case g.Accepts():
                self.world.happen(Kind.HANDOFF_ACCEPTED, lead, {"team": team}, moment)
            case g.Rejects(reason=reason):
                self.world.happen(Kind.HANDOFF_REJECTED, lead, {"team": team, "reason": reason or ""}, moment)
            case g.Finishes(task=task, result=result):
                self.world.happen(Kind.TASK_DONE, lead, {"team": team, "title": task, "outcome": result or ""}, moment)

    def _react(self, lead: str, template: str, what: tuple[Kind, str | None], moment: Instant) -> None:
        """To the newest mail of that name. A click implies an open, and a mail is opened once."""
        world, (kind, link) = self.world, what
        world.run_until(moment - 1)
        mail = next((one for one in reversed(world.mails) if one.lead == lead and one.template == template), None)
        key = mail.key if mail else ""
        props = {"template": template, "key": key, "scenario": mail.scenario if mail else "", "link": link or ""}
        if kind == Kind.MAIL_CLICKED and (lead, key) not in self._opened:
            world.happen(Kind.MAIL_OPENED, lead, {**props, "link": ""}, moment)
        if kind in (Kind.MAIL_CLICKED, Kind.MAIL_OPENED):
            self._opened.add((lead, key))
        world.happen(kind, lead, props, moment)

    def _late_event(self, lead: str, act: g.DidAgo, moment: Instant) -> None:
        """It happened then, and is told only now."""
        program = self.world.program
        happened = before(moment, act.ago, program.zone, program.calendar)
        self._late += 1
        self.world.put(
            Event(
                source="late",
                id=f"{self._late:09}",
                type=str(act.event),
                subject=lead,
                at=happened,
                received=moment,
                props=self._props(act.values, happened),
            )
        )

    def _props(self, values: Sequence[g.Assignment], moment: Instant) -> dict[str, object]:
        program = self.world.program
        today = Today(moment, program.zone, program.calendar)
        return {str(one.name): plain(one.value, today) for one in values}

    def _word(self, lead: str, act: g.IsHeld | g.AccountHeld, moment: Instant) -> dict[str, object]:
        """What a person says who holds; empty where the moment it hangs on is unknown."""
        self.world.run_until(moment - 1)
        program = self.world.program
        until = until_of(act.until, Sight(program, self.world.leads.get(lead, Lead(id=lead)), moment), None)
        return {} if until is None else {"until": to_iso(until, program.zone) if until else None, "because": act.because or ""}

    def _lead(self, lead: g.Name | None) -> str:
        return str(lead) if lead is not None else self.names[0] if self.names else ""

"""Whether a mail may leave: every rule of every policy is asked, at one moment after the other."""

from dataclasses import dataclass
from typing import Literal

from grammar import ast as g
from tests.reference import clocks
from tests.reference.asked import Asking
from tests.reference.clocks import NEVER

_LOOKS = 3_000
"""So many moments are looked at before it is never."""


@dataclass(frozen=True)
class Wish:
    """A mail that wants to leave since `arrived`."""

    template: str
    send: g.Send
    arrived: int
    scenario: g.Scenario


@dataclass(frozen=True)
class Word:
    """What is said to it. until: of one that is held."""

    what: Literal["send", "hold", "skip", "leave"]
    reason: str = ""
    until: int = 0


class Judge:
    """step: the grid on which time is looked at. sent: (template, moment, topic, is transactional) of each mail that left."""

    def __init__(self, lead: Asking, step: int) -> None:
        self.lead, self.step = lead, step
        self.sent: list[tuple[str, int, str, bool]] = []
        self.hold: tuple[int, str] | None = None
        self.muted = 0

    def word(self, wish: Wish) -> Word:
        now, (at, reason) = self.lead.now, self._when(wish)
        if reason.startswith("refused "):
            return Word("skip", reason.removeprefix("refused "))
        if at < 0:
            return Word("leave" if reason.endswith("leave") else "skip", reason.split()[0])
        limit = self._limit(wish)
        if limit is None or limit[1] == "hold" or at < limit[0]:
            return Word("send") if at <= now else Word("hold", until=at)
        deadline, otherwise = limit
        if otherwise == "send":
            if reason != "rules":
                return Word("hold", until=at)
            return Word("send") if now >= deadline else Word("hold", until=deadline)
        if now < deadline and at == NEVER:
            return Word("hold", until=deadline)
        return Word("leave" if otherwise == "leave" else "skip", "too-late")

    def is_free(self, wish: Wish) -> bool:
        """Whether it may leave at this very moment, as far as time can tell."""
        lead = self.lead
        if self.hold or self.muted > lead.now or any(lead.holds(rule.condition) for rule in lead.said.policy(g.HoldWhile)):
            return False
        return lead.now >= self._clock(wish) and self._lets(wish, lead.now, "hold")

    def _clock(self, wish: Wish) -> int:
        there = self.lead.there(wish.scenario)
        return clocks.clock_from(wish.arrived, wish.send.at, None, *there) if wish.send.at else wish.arrived

    def _limit(self, wish: Wish) -> tuple[int, str] | None:
        """From when on it would go too late, and what then."""
        said = wish.send.deadline or next((rule.deadline for rule in self.lead.said.policy(g.DeliverWithin)), None)
        if said is None:
            return None
        return self.lead.after(max(wish.arrived, self._clock(wish)), said.within, wish.scenario), said.otherwise

    def _refusal(self, wish: Wish) -> str:
        topic, is_transactional = self.lead.said.mails.get(wish.template, ("", False))
        history = self.lead.history
        if history.suppressed() and not is_transactional:
            return f"suppressed:{history.suppressed()}"
        if not history.attributes().get("email"):
            return "no-address"
        if topic and not is_transactional:
            said = history.consent(topic)
            if not (self.lead.said.named(g.Topic, topic).opt_in != "double" if said is None else said):
                return "no-consent"
        return ""

    def _when(self, wish: Wish) -> tuple[int, str]:
        """(the first moment at which it may go, what keeps it); below 0 it never goes."""
        lead, policy = self.lead, self.lead.said.policy
        if refusal := self._refusal(wish):
            return 0, f"refused {refusal}"
        if self.hold:
            return self.hold[0] or NEVER, "judgement"
        at = max(lead.now, self._clock(wish))
        if lead.said.mails.get(wish.template, ("", False))[1]:
            return at, "rules"
        if self.muted > lead.now:
            return self.muted, "muted"
        if any(lead.holds(rule.condition) for rule in policy(g.SkipWhile)):
            return -1, "policy"
        if any(lead.holds(rule.condition) for rule in policy(g.HoldWhile)):
            return NEVER, "policy"
        for _ in range(_LOOKS):
            if self._lets(wish, at, "hold"):
                break
            at += self.step
        for otherwise in ("leave", "skip"):
            if not self._lets(wish, at, otherwise):
                return -1, f"{'window' if not self._opens(wish, at, otherwise) else 'cap'} {otherwise}"
        return at, "rules"

    def _lets(self, wish: Wish, at: int, otherwise: str) -> bool:
        """Whether all windows and caps with that word agree to that moment."""
        return self._opens(wish, at, otherwise) and all(
            self._has_room(cap, wish, at) for cap in self.lead.said.policy(g.EmailCap) if (cap.otherwise or "hold") == otherwise
        )

    def _opens(self, wish: Wish, at: int, otherwise: str) -> bool:
        there = self.lead.there(wish.scenario)
        windows = [one for one in self.lead.said.policy(g.SendWindow) if (one.otherwise or "hold") == otherwise]
        return all(clocks.is_between(at, window, *there) for window in windows)

    def _has_room(self, cap: g.EmailCap, wish: Wish, at: int) -> bool:
        topic, _ = self.lead.said.mails.get(wish.template, ("", False))
        if (cap.topic and str(cap.topic) != topic) or (cap.condition and not self.lead.holds(cap.condition)):
            return True
        zone, office = self.lead.there(wish.scenario)
        count = 0
        for _, sent, its_topic, is_transactional in self.sent:
            if is_transactional or (cap.topic and str(cap.topic) != its_topic):
                continue
            if cap.per is not None:
                count += clocks.period_of(sent, cap.per, zone) == clocks.period_of(at, cap.per, zone)
            elif cap.within is not None:
                count += clocks.after(sent, cap.within, zone, office) > at
        return count < cap.count

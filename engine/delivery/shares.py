"""What of a batch may leave just now: by the pace of each domain, and by the day's share of a sender that is warming up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engine.delivery.freeze import Frozen
from engine.delivery.house import WarmUp
from engine.delivery.pace import Pace, domain_of
from engine.domain.instants import Instant, add_days, local_day, start_of_day
from engine.store import outbox, paces
from engine.store.hot import Tx
from engine.store.outbox import Settlement
from engine.store.paces import ALL, PaceRow
from engine.store.states import Step


@dataclass(frozen=True, slots=True)
class Shares:
    """rates: mails a minute by domain. zone: where a day of the warm-up begins at midnight."""

    rates: dict[str, int]
    warm_up: WarmUp | None
    zone: str

    def allot(self, tx: Tx, found: Sequence[Frozen], now: Instant) -> tuple[list[Frozen], list[Settlement]]:
        """Those that may leave, and when the others ask again. It counts in the database, so it holds over all workers.

        A pace is one of the domain that is really spoken to, which a redirect makes another than the lead's.
        """
        day = local_day(now, self.zone)
        most = share(self.warm_up, day) if self.warm_up is not None else None
        mails = [one for one in found if one.row.kind == outbox.PERSONAL]
        paced = {name for name in (domain_of(one.way.recipient) for one in mails) if self._rate(name)}
        names = [*paced, *([ALL] if most is not None and mails else [])]
        if not names:
            return list(found), []
        rows = paces.lock(tx, names)
        pace = Pace(self.rates, {n: rows[n].next_free for n in paced}, {n: rows[n].promised for n in paced})
        taken = rows[ALL].taken if ALL in rows and rows[ALL].day == day.isoformat() else 0
        ready: list[Frozen] = []
        waiting: list[Settlement] = []
        for one in found:
            is_first = one.row.kind == outbox.PERSONAL and not one.row.digest
            if is_first and most is not None and taken >= most and one.row.purpose == "marketing":
                waiting.append(self._tomorrow(one, now))
                continue
            slot = pace.slot(one.way.recipient, now) if one.row.kind == outbox.PERSONAL else now
            if slot > now:
                waiting.append(Settlement(one.row.id, Step.WAIT, now, "pace", next_at=slot))
                continue
            taken += is_first
            ready.append(one)
        kept = [PaceRow(n, pace.next_free.get(n, 0), pace.promised.get(n, 0), "", 0) for n in sorted(paced)]
        paces.write(tx, [*kept, *([PaceRow(ALL, 0, 0, day.isoformat(), taken)] if ALL in rows else [])])
        return ready, waiting

    def _rate(self, domain: str) -> int:
        return self.rates.get(domain, self.rates.get("*", 0))

    def _tomorrow(self, one: Frozen, now: Instant) -> Settlement:
        """It asks again when the next day begins; where its time is over before, it is judged anew then."""
        midnight = start_of_day(local_day(add_days(now, 1, self.zone), self.zone), self.zone)
        return Settlement(one.row.id, Step.WAIT, now, "warm-up", next_at=min(midnight, one.row.until_at))


def share(warm_up: WarmUp, day: date) -> int | None:
    """Mails that may leave on that day; None for any number."""
    if warm_up.until is not None and day > warm_up.until:
        return None
    grown = warm_up.per_day * warm_up.growth ** max((day - warm_up.start).days, 0)
    return int(min(grown, 10.0**12))

"""A channel that keeps what it is given: for tests and the demo."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.channels.results import CommitAnswer, InDoubt, OfferAnswer, Offered, Parcel, Refused, Sent, TryLater


@dataclass(slots=True)
class MemoryChannel:
    """answers: what a recipient's side says instead of taking the parcel; InDoubt takes it and says nothing.

    outcome: what every side says came of it.
    """

    answers: Mapping[str, TryLater | Refused | InDoubt] = field(default_factory=dict)
    delivered: list[Parcel] = field(default_factory=list)
    name: str = "memory"
    outcome: str = ""

    def open(self) -> "MemoryConnection":
        return MemoryConnection(self)


@dataclass(slots=True)
class MemoryConnection:
    channel: MemoryChannel
    waiting: Parcel | None = None
    is_open: bool = True

    def offer(self, parcel: Parcel) -> OfferAnswer:
        answer = self.channel.answers.get(parcel.recipient)
        if isinstance(answer, TryLater | Refused):
            return answer
        self.waiting = parcel
        return Offered()

    def commit(self) -> CommitAnswer:
        parcel, self.waiting = self.waiting, None
        if parcel is None:
            raise RuntimeError("nothing was offered")
        self.channel.delivered.append(parcel)
        answer = self.channel.answers.get(parcel.recipient)
        return answer if isinstance(answer, InDoubt) else Sent("250", "kept", self.channel.outcome)

    def abandon(self) -> None:
        self.waiting = None
        self.is_open = False

    def close(self) -> None:
        self.abandon()

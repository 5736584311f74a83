"""Whether a person or a machine followed a link or loaded a picture: a pure function of what was observed of one mail.

A table of reasons, in this order: the first that holds is told. Nobody's word is taken for being human, only for being a machine.
"""

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from engine.domain.instants import SECOND, Instant
from engine.doors.machine_signs import Agent, Kind, Why

AT_ONCE = 5 * SECOND
"""A mail is not read so soon after it left: it has to arrive first."""
AS_ONE = 3 * SECOND // 10
"""Nobody presses two links within this."""
SCANNED = ((2, 1 * SECOND), (3, 5 * SECOND))
"""So many different links of one mail within so long: no person does that who does not open tab after tab in a browser."""
FRESH = 60 * SECOND
"""A mail that left less long ago is still being looked at by what stands before the mailbox."""
ALL_LINKS = (4, 60 * SECOND)
"""Every link of a mail that has at least so many, within so long, by one who never loaded its picture."""
MANY_READERS = (8, 3 * SECOND)
"""The same machine in the mails of so many others within so long. An office behind one address is slower."""
COMPANY = 60 * SECOND
"""What came from where a machine came from, within so long, was that machine."""
BESIDE = 2 * SECOND
"""The picture that loads within so long of a burst belongs to it, wherever it was loaded from."""


class Observation(NamedTuple):
    """link: which of the mail's; agent, mark: the class of who asked, and a digest of it, "" where neither is known.

    why: what the request showed by itself.
    """

    link: str
    kind: Kind
    at: Instant
    agent: str = ""
    mark: str = ""
    why: str = ""


class Scene(NamedTuple):
    """What is known around an observation. others: all of the same mail, itself or not; left: when the mail left, 0 if unknown.

    links: how many links the mail has; readers: how many others' mails the same mark was in within three seconds of it.
    """

    others: Sequence[Observation] = ()
    left: Instant = 0
    links: int = 0
    readers: int = 0


Verdict = Literal["human", "machine"]


class Judged(NamedTuple):
    """why: "" for a human."""

    verdict: Verdict
    why: str = ""


HUMAN = Judged("human")


def verdict(seen: Observation, scene: Scene) -> Judged:
    """Who it was. More that is observed of the mail may make a machine of a human, and never the other way round."""
    why = seen.why or _first(seen, scene) or _in_company(seen, scene)
    return Judged("machine", why) if why else HUMAN


def _first(seen: Observation, scene: Scene) -> str:
    return next((why.value for why, holds in REASONS if holds(seen, scene)), "")


def _in_company(seen: Observation, scene: Scene) -> str:
    """What a machine leads with it: the picture it loads before it follows the links, the one link it came to by another way."""
    for one in scene.others:
        if one == seen or abs(one.at - seen.at) > COMPANY:
            continue
        is_same = bool(seen.mark) and one.mark == seen.mark
        is_beside = seen.kind == "open" and one.kind != "open" and abs(one.at - seen.at) <= BESIDE and not seen.mark
        if (is_same or is_beside) and one.why not in ("", Why.HEAD, Why.PREFETCH):
            return Why.COMPANY
        if (is_same or is_beside) and one.kind != "open" and _first(one, scene):
            return Why.COMPANY
    return ""


def _at_once(seen: Observation, scene: Scene) -> bool:
    """At send time whatever comes is a machine's: Gmail's and Yahoo's proxies, too, which otherwise load what somebody looks at."""
    if scene.left == 0 or seen.at - scene.left >= AT_ONCE:
        return False
    return seen.agent == Agent.PROXY if seen.kind == "open" else not _was_looked_at(seen, scene)


def _burst(seen: Observation, scene: Scene) -> bool:
    """Many links at once. One browser that opens tab after tab is believed, as long as fingers can do it, once the mail is not fresh."""
    if seen.kind == "open":
        return False
    # A gateway that looks at a link which somebody has just pressed is no company to them.
    pressed = [one for one in scene.others if one.kind != "open" and (not one.why or one.mark == seen.mark)]
    tabs = [one for one in pressed if one.mark == seen.mark]
    if _crowded(seen, tabs if seen.mark else pressed, 2, AS_ONE):
        return True
    if seen.agent == Agent.PAGE and seen.mark and not _is_fresh(seen, scene):
        return _crowded(seen, [one for one in pressed if one.agent != Agent.PAGE], 2, AS_ONE)
    return any(_crowded(seen, pressed, count, span) for count, span in SCANNED)


def _crowded(seen: Observation, pressed: Sequence[Observation], count: int, span: int) -> bool:
    """Whether so many different links, its own among them, were pressed within less than the span."""
    nearest: dict[tuple[str, bool], int] = {}
    for one in pressed:
        apart = one.at - seen.at
        which = (one.link, apart < 0)
        if one.link != seen.link and abs(apart) < min(span, abs(nearest.get(which, span))):
            nearest[which] = apart
    # Windows that end at an other one, or begin at it, and hold its own press.
    starts = sorted({0, *(apart for apart in nearest.values() if apart < 0)})
    return any(1 + len({link for (link, _), apart in nearest.items() if start <= apart < start + span}) >= count for start in starts)


def _is_fresh(seen: Observation, scene: Scene) -> bool:
    """Whether it comes soon after the mail left, before anybody has looked at it."""
    return scene.left > 0 and seen.at - scene.left < FRESH and not _was_looked_at(seen, scene)


def _was_looked_at(seen: Observation, scene: Scene) -> bool:
    return any(one.kind == "open" and not one.why and one.at <= seen.at for one in scene.others)


def _all_links(seen: Observation, scene: Scene) -> bool:
    least, span = ALL_LINKS
    if seen.kind == "open" or not seen.mark or scene.links < least or _was_looked_at(seen, scene):
        return False
    mine = {one.link for one in scene.others if one.kind == "click" and one.mark == seen.mark and abs(one.at - seen.at) <= span}
    return len(mine | {seen.link}) >= scene.links


def _many_readers(seen: Observation, scene: Scene) -> bool:
    return seen.kind != "open" and scene.readers >= MANY_READERS[0]


REASONS: tuple[tuple[Why, Callable[[Observation, Scene], bool]], ...] = (
    (Why.AT_ONCE, _at_once),
    (Why.BURST, _burst),
    (Why.ALL_LINKS, _all_links),
    (Why.MANY_READERS, _many_readers),
)
"""What shows only beside other observations."""

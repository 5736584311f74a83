"""Who is a machine: labelled traces, and each reason by itself."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

import pytest

from engine.domain.instants import SECOND
from engine.doors.machine_signs import Agent, Request, Why, agent_of, sign_of
from engine.doors.machines import MANY_READERS, Judged, Observation, Scene, verdict
from tests.engine.doors.machine_traces import (
    CHROME,
    CUBOT,
    EDGE,
    GATEWAYS,
    GMAIL,
    IPHONE,
    LIBRARIES,
    LINE,
    NETWORKS,
    OLD_IE,
    OUTLOOK,
    PREVIEWS,
    YAHOO,
    Asked,
    Mail,
    traces,
)  # fmt: skip

ROUNDS = 2_000 if os.environ.get("NURTURE_TEST_LONG") else 40
LEFT = 1_800_000_000 * SECOND


def observed(one: Asked) -> Observation:
    sign = sign_of(one.request, one.kind)
    mark = f"{one.request.address}/{one.request.headers.get('user-agent')}"
    return Observation(one.link, one.kind, one.at, sign.agent, mark, sign.why)


def judged(mails: Sequence[Mail]) -> Iterator[tuple[Asked, Judged]]:
    """Every request of a trace with what it is taken for."""
    seen = [[observed(one) for one in mail.asked] for mail in mails]
    for number, mail in enumerate(mails):
        for asked, one in zip(mail.asked, seen[number], strict=True):
            readers = sum(
                any(other.mark == one.mark and abs(other.at - one.at) < MANY_READERS[1] for other in others)
                for place, others in enumerate(seen)
                if place != number
            )
            yield asked, verdict(one, Scene(seen[number], mail.left, mail.links, readers))


def test_machines_are_told_from_people_in_labelled_traces(capsys: pytest.CaptureFixture[str]) -> None:
    counts, right = Counter[str](), Counter[str]()
    for mails in traces(ROUNDS):
        for asked, found in judged(mails):
            counts[asked.who] += 1
            right[asked.who] += (found.verdict == "human") == (asked.who == "human")

    rates = {who: right[who] / counts[who] for who in counts}
    with capsys.disabled():
        told = ", ".join(f"{who} {right[who]:,}/{counts[who]:,}" for who in sorted(counts))
        print(f"\nmachines and people: {sum(counts.values()):,} labelled requests; right of each: {told}")
    assert (1.0, 1.0) == (rates["head"], rates["prefetch"])
    assert rates["burst"] >= 0.99 and rates["human"] >= 0.98
    assert min(rate for who, rate in rates.items() if who != "disguised") >= 0.97


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("", Agent.NONE),
        ("Mozilla/5.0", Agent.APPLE),
        *((one, Agent.PROXY) for one in (GMAIL, YAHOO)),
        *((one, Agent.BROWSER) for one in (CHROME, EDGE, IPHONE, LINE, CUBOT, OUTLOOK, OLD_IE)),
        *((one, Agent.PREVIEW) for one in PREVIEWS),
        *((one, Agent.LIBRARY) for one in LIBRARIES),
        *((one, Agent.GATEWAY) for one in GATEWAYS),
        ("Something Nobody Knows/1.0", Agent.UNKNOWN),
    ],
)
def test_who_asks_is_known_by_what_it_says_of_itself(told: str, expected: Agent) -> None:
    assert expected == agent_of(told, "203.0.113.9", "click")


@pytest.mark.parametrize("address", NETWORKS)
def test_a_browser_in_a_gateways_network_is_the_gateway(address: str) -> None:
    assert Agent.GATEWAY == agent_of(CHROME, address, "click")


@pytest.mark.parametrize("address", ["", "unknown", "::1", "203.0.113.9", "999.1.1.1"])
def test_an_address_that_says_nothing_changes_nothing(address: str) -> None:
    assert Agent.BROWSER == agent_of(CHROME, address, "click")


def test_apples_own_network_loads_pictures_for_everybody_and_follows_links_for_its_people() -> None:
    assert (Agent.APPLE, Agent.BROWSER) == (agent_of(CHROME, "17.58.1.1", "open"), agent_of(CHROME, "17.58.1.1", "click"))


def test_a_request_that_only_looks_is_a_machines_whoever_makes_it() -> None:
    asked = {"user-agent": CHROME, "accept": "text/html", "accept-language": "ja"}
    told = [Request("HEAD", asked), Request("GET", asked | {"sec-purpose": "prefetch;prerender"}), Request("GET", asked)]

    assert [Why.HEAD, Why.PREFETCH, ""] == [sign_of(one, "click").why for one in told]


def pressed(*seconds: float, agent: str = Agent.PAGE, mark: str = "m") -> list[Observation]:
    """Links, one after the other, so long after the mail left."""
    return [Observation(str(number), "click", LEFT + int(at * SECOND), agent, mark) for number, at in enumerate(seconds)]


def whys(seen: Sequence[Observation], links: int = 10, readers: int = 0) -> list[str]:
    return [verdict(one, Scene(seen, LEFT, links, readers)).why for one in seen]


def test_each_reason_has_its_edge() -> None:
    assert ["at-once", ""] == [*whys(pressed(4.9)), *whys(pressed(5))]
    assert (["burst"] * 2, ["", ""]) == (whys(pressed(100, 100.2)), whys(pressed(100, 100.3)))
    assert (["burst"] * 2, ["", ""]) == (whys(pressed(100, 100.9, agent=Agent.BROWSER)), whys(pressed(100, 101, agent=Agent.BROWSER)))
    assert (["burst"] * 3, [""] * 3) == (whys(pressed(10, 12, 14)), whys(pressed(100, 102, 104)))
    assert (["all-links"] * 4, [""] * 4) == (whys(pressed(100, 110, 120, 130), links=4), whys(pressed(100, 110, 120, 130), links=5))
    assert (["many-readers"], [""]) == (whys(pressed(100), readers=8), whys(pressed(100), readers=7))


def test_the_picture_a_scanner_loads_is_a_scanners() -> None:
    picture = Observation("open", "open", LEFT + 99 * SECOND, Agent.BROWSER, "m")
    burst = pressed(100, 100.1, 100.2)

    assert ("company", "") == tuple(verdict(picture, Scene(one, LEFT, 3)).why for one in ([picture, *burst], [picture, *burst[:1]]))


def test_what_nobody_knows_anything_of_is_a_person() -> None:
    assert Judged("human") == verdict(Observation("1", "click", LEFT), Scene())


def test_more_that_is_seen_never_makes_a_person_of_a_machine() -> None:
    for mails in traces(3, seed=11):
        for mail in mails:
            seen = [observed(one) for one in sorted(mail.asked, key=lambda one: one.at)]
            for one in seen:
                if one.kind == "open" and not one.why:
                    continue
                known = [seen[: count + 1] for count in range(seen.index(one), len(seen))]
                found = [verdict(one, Scene(others, mail.left, mail.links)).verdict for others in known]
                assert sorted(found) == found


@pytest.mark.parametrize(("name", "word"), [
    ("purpose", "prefetch"), ("purpose", "Preview"), ("sec-purpose", "prefetch;prerender"), ("sec-purpose", "preview"),
    ("x-purpose", "preview"), ("x-purpose", "prefetch"), ("x-moz", "prefetch"),
])  # fmt: skip
def test_whatever_is_loaded_ahead_of_a_reader_says_so(name: str, word: str) -> None:
    asked = {"user-agent": CHROME, "accept": "text/html", "accept-language": "ja"}

    assert (Why.PREFETCH, "") == (sign_of(Request("GET", asked | {name: word}), "click").why, sign_of(Request("GET", asked), "click").why)


@pytest.mark.parametrize(("more", "expected"), [
    ({}, Agent.PAGE), ({"sec-fetch-mode": "navigate"}, Agent.PAGE), ({"sec-fetch-mode": "no-cors"}, Agent.BROWSER),
    ({"accept": "*/*"}, Agent.BROWSER), ({"accept-language": ""}, Agent.BROWSER), ({"user-agent": GMAIL}, Agent.PROXY),
])  # fmt: skip
def test_a_browser_that_goes_to_a_page_is_told_from_one_that_does_not(more: dict[str, str], expected: Agent) -> None:
    asked = {"user-agent": CHROME, "accept": "text/html,*/*", "accept-language": "ja"}

    assert expected == sign_of(Request("GET", asked | more), "click").agent


def test_what_is_of_another_mark_or_long_ago_is_no_company() -> None:
    burst = pressed(100, 100.1, 100.2)

    def beside(seconds: float, mark: str = "m", kind: Literal["open", "click"] = "click") -> str:
        one = Observation("9", kind, LEFT + int(seconds * SECOND), Agent.PAGE, mark)
        return verdict(one, Scene([one, *burst], LEFT, 10)).why

    assert ["company", "", ""] == [beside(160.1), beside(160.3), beside(150, mark="another")]
    assert ["company", "", ""] == [beside(102, mark="", kind="open"), beside(102.5, mark="", kind="open"), beside(102, "x", "open")]


def test_who_has_looked_at_a_mail_may_follow_all_its_links() -> None:
    opened = Observation("open", "open", LEFT + 100 * SECOND, Agent.BROWSER, "m")

    assert ["all-links"] * 4 == whys(pressed(100, 110, 120, 130), links=4)
    assert [""] * 4 == whys([opened, *pressed(100, 110, 120, 130)], links=4)[1:]
    assert [""] * 3 == whys(pressed(100, 110, 120), links=3)

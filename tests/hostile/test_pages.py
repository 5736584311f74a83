"""10,000 hostile fields in every page: whoever wrote them, the page has the elements and attributes it has with harmless ones.

The fields come by the doors that people have (forms, addresses, headers, links of mails, calls of programs) and stand in every text that
a marketer writes. All 10,000 go through a form that comes back with them; the other addresses share as many as the count says
(NURTURE_TEST_FIELDS). What a browser makes of it is asked in `tests/browser/test_hostile_pages.py`.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator

import pytest

from engine.domain.instants import DAY
from engine.web.application import DOCS, QUICK, ROUTES
from tests.engine.web.conftest import KEY
from tests.faults.figures import count, promise
from tests.hostile.asking import CHOOSES, CONFIRMS, TRIED
from tests.hostile.fields import fields
from tests.hostile.pages import FORM, NAMES, WIDTH, Answer, Asked, House, at_rest, filled, harmless, writable
from tests.hostile.shapes import shape

FIELDS = 10_000
ELSEWHERE = count("NURTURE_TEST_FIELDS", short=136, long=10_000)
STRIDE = 41
"""So the few of the short form are of all kinds."""
WORST = '"></title><script>alert(1)</script>'
"""Ends an attribute, a title and a text: behind each other text, so that no place of a marketer's is spared."""
LONG = tuple((one * 1_200)[:1_200] for one in ("<b>", '"><svg onload=alert(1)>', "&lt;", "あ<"))
"""Longer than an answer may be: the form says so."""
HEADERS = frozenset(
    {"content-type", "content-length", "cache-control", "content-security-policy", "content-language", "x-robots-tag", "vary", "allow"}
    | {"x-content-type-options", "referrer-policy", "x-frame-options", "cross-origin-resource-policy", "location", "retry-after"}
    | {"content-disposition", "accept-ranges", "last-modified", "etag", "www-authenticate", "preference-applied"}
    | {"access-control-allow-origin", "access-control-allow-methods", "access-control-allow-headers", "access-control-max-age"}
    | {"access-control-expose-headers", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"}
)  # fmt: skip
MAILS = 40
"""Whose links are followed; of one more nobody follows any until it is late."""
HARMLESS = ("x", "aoi", "en")
"""What harmless people send: a word, another, and one that means something."""


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, House]]:
    """One where every text is hostile, one where none is."""
    patch = pytest.MonkeyPatch()
    for name in [name for name in os.environ if name.startswith("NURTURE_")]:
        patch.delenv(name)
    patch.setenv("NURTURE_WEB__WRITE_KEY", KEY)
    words = [one + WORST for one in writable(fields(min(600, max(200, ELSEWHERE))))]
    base = tmp_path_factory.mktemp("pages")
    pair = House(base / "hostile", words, str), House(base / "harmless", words, harmless)
    for house in pair:
        for number in (one + more for one in range(MAILS + 1) for more in (0, CHOOSES, CONFIRMS)):
            house.mail(number, f"{words[-number % len(words)]}@{words[number % len(words)]}", words[number % len(words)])
    yield pair
    for house in pair:
        house.store.close()
    patch.undo()


def wrong(answer: Answer, known: set[tuple[object, ...]]) -> Iterator[str]:
    """What stands in the answer that our own page did not put there. known: shapes of our pages with harmless texts."""
    for name, value in answer.headers:
        if name not in HEADERS or any(sign < " " or sign == "\x7f" for sign in value):
            yield f"header {name}: {value!r}"
    if answer.status >= 500:
        yield f"status {answer.status}"
    if answer.is_page:
        found = shape(answer.body.decode())
        if found.form not in known:
            yield f"elements or attributes: {list(found.marks)}"
        if found.leads - {"", "https"}:
            yield f"leads {found.leads}"
        policy = answer.header("content-security-policy")
        if "default-src 'none'" not in policy or "script" in policy or "'unsafe" in policy:
            yield f"policy {policy}"
    elif answer.header("content-type").startswith("application/json"):
        json.loads(answer.body)
    if answer.body and answer.header("x-content-type-options") != "nosniff":
        yield "may be guessed to be a page"


def compared(pair: tuple[House, House], asked: list[Asked], meant: list[Asked]) -> tuple[Counter[str], list[Answer]]:
    """What was wrong, and all answers. asked: of the hostile house; meant: of the harmless one, which shows every page of ours."""
    hostile, harmless = pair[0].ask(asked), pair[1].ask(meant)
    known: set[tuple[object, ...]] = {shape(one.body.decode()).form for one in harmless if one.is_page}
    found: Counter[str] = Counter()
    for one, answer in zip(asked, hostile, strict=True):
        found.update(f"{one.method} {one.path[:60]} {answer.status}: {each}" for each in wrong(answer, known))
    return found, hostile


def test_every_address_of_ours_is_tried() -> None:
    assert {path for path, *_ in (*QUICK, *ROUTES, *DOCS)} | {""} == set(TRIED)


def test_a_form_comes_back_with_ten_thousand_fields_and_every_one_is_a_text(houses: tuple[House, House]) -> None:
    told = [*fields(FIELDS), *LONG * 5]
    parts = [told[start : start + WIDTH] for start in range(0, len(told), WIDTH)]
    forms = max(1, len(houses[0].words) // 40)
    asked, meant = ([
        Asked("POST", f"/f/f{n % forms}?lang={('en', 'ja')[n // forms % 2]}", filled(part, text), FORM) for n, part in enumerate(parts)
    ] for text in (str, harmless))  # fmt: skip
    found, answers = compared(houses, asked, [*meant[: forms * 2], *meant[-forms * 2 :]])
    assert {422} == {answer.status for answer in answers}
    lost = []
    for part, answer in zip(parts, answers, strict=True):
        values = shape(answer.body.decode()).values
        lost += [field for name, field in zip(NAMES, part, strict=False) if values[f"a.{name}"] != field.replace("\0", "").strip()]

    promise(f"{FIELDS:,} hostile fields in pages", elements_or_attributes_more=sum(found.values()), lost=len(lost), pages=len(answers))
    assert ({}, []) == (dict(found), lost)


def test_no_address_answers_with_anything_but_its_own_page(houses: tuple[House, House]) -> None:
    told, ways = fields(FIELDS), list(TRIED.values())
    asked = [
        one for number in range(ELSEWHERE)
        for one in ways[number % len(ways)](told[number * STRIDE % FIELDS], number // len(ways) % MAILS)
    ]  # fmt: skip
    meant = [one for number, field in enumerate(HARMLESS) for calls in TRIED.values() for one in calls(field, number)]
    found, answers = compared(houses, asked, meant)
    for house in houses:
        house.clock.advance(60 * DAY)
    sent = at_rest("sent-by-somebody-0001")
    ended = [Asked("GET", path) for path in (f"/a/{sent}/paper0", f"/y/confirm-{MAILS + CONFIRMS:08}", f"/u/unsubscribe-{MAILS:08}")]
    more, late = compared(houses, ended, ended)

    promise(f"{ELSEWHERE:,} hostile fields at {len(TRIED)} addresses", requests=len(asked), pages=sum(one.is_page for one in answers),
            elements_or_attributes_more=sum(found.values()))  # fmt: skip
    assert {} == dict(found + more)
    assert [410, 410, 200] == [answer.status for answer in late]
    assert {200, 302, 400, 404, 422} <= {answer.status for answer in answers}

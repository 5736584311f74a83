"""What stands before a door becomes an event, or gets its reason."""

from dataclasses import replace
from string import Formatter
from typing import Any

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.addresses import CARRIERS
from engine.domain.errors import Problem
from engine.domain.instants import from_iso
from engine.doors.events import Door, Rejection, read_event
from engine.doors.identities import address_of, read_keys
from engine.doors.incoming import Incoming
from engine.doors.sentences import SENTENCES

DOOR = Door(source="site", zone="Asia/Tokyo", live=True)
EVENT = {"id": "e1", "type": "download", "keys": {"email": "Aoi@Example.com"}}


def read(**changes: Any) -> Incoming:
    found = read_event(EVENT | changes, DOOR)
    assert isinstance(found, Incoming), found
    return found


def reason(given: object) -> str:
    found = read_event(given, DOOR, line=7)
    assert isinstance(found, Rejection), found
    assert 7 == found.line
    needed = {name for words in SENTENCES[found.problem.code] for _, name, _, _ in Formatter().parse(words) if name}
    assert needed <= found.problem.values.keys()
    return found.problem.code


def test_an_event_comes_in_as_it_was_told() -> None:
    found = read(source="crm", at="2026-11-02T09:00:00+09:00", props={"asset": "ids-guide"})

    assert found == Incoming(
        source="crm",
        id="e1",
        type="download",
        keys={"email": "aoi@example.com"},
        at=from_iso("2026-11-02T00:00:00+00:00"),
        props={"asset": "ids-guide"},
    )


def test_a_time_without_an_offset_is_read_in_the_doors_zone() -> None:
    assert from_iso("2026-11-02T00:00:00+00:00") == read(at="2026-11-02T09:00:00").at


def test_an_event_without_a_time_happens_as_it_is_received() -> None:
    assert 0 == read().at


def test_names_of_events_and_fields_are_composed_letters() -> None:
    found = read(type="か\u3099", props={"か\u3099": 1})

    assert ("が", {"が": 1}) == (found.type, found.props)


def test_the_address_that_a_lead_is_known_by_is_its_address() -> None:
    assert {"email": "aoi@example.com", "name": "葵"} == read(type="lead.changed", props={"name": "葵"}).props


def test_what_is_null_takes_an_attribute_away_and_elsewhere_says_nothing() -> None:
    assert {"役職": None} == read(type="lead.changed", keys={"external": "x"}, props={"役職": None}).props
    assert {} == read(props={"asset": None}).props


def test_a_changed_address_is_kept_as_it_is_mailed_to() -> None:
    assert "aoi@example.com" == read(type="lead.changed", props={"email": " AOI@EXAMPLE.com"}).props["email"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"id": ""}, "event.text-length"),
        ({"id": "a\x1b[2Jb"}, "event.one-line"),
        ({"keys": {"external": "a\nb"}}, "event.key-value"),
        ({"id": 5}, "event.wrong-type"),
        ({"id": "x" * 201}, "event.text-length"),
        ({"typ": "download"}, "event.unknown-field"),
        ({"keys": None}, "event.lead-or-keys"),
        ({"lead": "L1"}, "event.lead-or-keys"),
        ({"keys": {}}, "event.keys-count"),
        ({"keys": {"email": "aoi@example"}}, "event.no-address"),
        ({"keys": {"email": "aoi@example.com\nBcc: b@example.com"}}, "event.no-address"),
        ({"keys": {"E Mail": "x"}}, "event.key-kind"),
        ({"keys": {"external": " "}}, "event.key-value"),
        ({"keys": {"external": 5}}, "event.wrong-type"),
        ({"type": "mail.sent"}, "event.reserved"),
        ({"type": "score.given"}, "event.reserved"),
        ({"type": "no such.kind"}, "event.reserved"),
        ({"source": "engine"}, "event.our-source"),
        ({"type": "3日後"}, "event.type-name"),
        ({"type": "a b"}, "event.type-name"),
        ({"at": "yesterday"}, "event.at"),
        ({"at": "0001-01-01"}, "event.at"),
        ({"at": 1_700_000_000}, "event.wrong-type"),
        ({"props": []}, "event.wrong-type"),
        ({"props": {"": 1}}, "event.field-name"),
        ({"props": {"a": "x" * 10_001}}, "event.text-too-long"),
        ({"props": {str(number): 1 for number in range(201)}}, "event.too-many-fields"),
        ({"type": "lead.tagged", "props": {}}, "event.needs-field"),
        ({"type": "consented"}, "event.needs-field"),
        ({"type": "unsubscribed", "props": {"topic": 5}}, "event.needs-field"),
        ({"type": "lead.changed", "props": {"email": "aoi"}}, "event.no-address"),
    ],
)
def test_what_cannot_be_meant_gets_its_reason(changes: dict[str, Any], code: str) -> None:
    assert code == reason(EVENT | changes)


def test_a_missing_id_gets_its_reason() -> None:
    assert "event.missing" == reason({"type": "download", "lead": "L1"})


def test_what_is_no_object_gets_its_reason() -> None:
    assert "event.not-an-object" == reason(["download"])


@given(
    given=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*EVENT, "props", "at", "lead"]), inner),
    )
)
def test_no_plain_data_at_all_brings_the_door_down(given: object) -> None:
    read_event(given, DOOR)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｃｏ．ｊｐ", "taro@example.co.jp"),
        ("taro@日本.jp", "taro@xn--wgv71a.jp"),
        ("a@b.test", "a@b.test"),
        ("taro@gmail", None),
        ("taro@mail.local", None),
        ("taro@localhost", None),
        ("a@xn--a.jp", None),
        ("Taro <taro@example.com>", None),
        ("a" * 65 + "@example.com", None),
        ("", None),
        ("a..b@docomo.ne.jp", "a..b@docomo.ne.jp"),
        ("X.@ezweb.ne.jp", "x.@ezweb.ne.jp"),
        ('"a..b."@docomo.ne.jp', "a..b.@docomo.ne.jp"),
        (".a@t.vodafone.ne.jp", ".a@t.vodafone.ne.jp"),
        ("a..b@example.jp", None),
    ],
)
def test_addresses_are_kept_in_the_form_they_are_mailed_to(typed: str, kept: str | None) -> None:
    assert kept == address_of(typed)


def test_a_number_without_a_country_is_of_the_workspaces_region() -> None:
    told = {"id": "1", "type": "download", "keys": {"phone": "(201) 555-0123"}}
    found = [read_event(told, replace(DOOR, region=region)) for region in ("JP", "US")]

    assert [False, True] == [isinstance(one, Incoming) and one.keys == {"phone": "+12015550123"} for one in found]


LETTERS = "ab0-_+.@x"


@given(
    text=st.text(LETTERS, max_size=12).map(lambda name: f"{name}@b.example")
    | st.text(LETTERS, max_size=80).map(lambda rest: f"a@{rest}.co")
)
def test_the_quick_look_at_an_address_sees_what_the_validator_sees(text: str) -> None:
    try:
        valid: str | None = validate_email(text, check_deliverability=False, strict=True, test_environment=True).ascii_email
    except EmailNotValidError:
        valid = None

    assert valid == address_of(text)


def test_every_sentence_stands_in_both_languages_with_the_same_values() -> None:
    def values(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    for code, (english, japanese) in SENTENCES.items():
        assert values(english) == values(japanese), code


@pytest.mark.parametrize("domain", CARRIERS)
def test_the_odd_addresses_of_carriers_are_addresses_and_nobody_elses_are(domain: str) -> None:
    odd = ("a..b", "a.", ".a", '"a..b"')

    assert ["a..b", "a.", ".a", "a..b"] == [(address_of(f"{one}@{domain}") or "").partition("@")[0] for one in odd]
    assert [None, None] == [address_of(f"a..b@{other}") for other in (f"not{domain}", f"{domain}.evil.example")]


def test_keys_have_a_kind_and_a_value_and_there_are_eight_at_most() -> None:
    many = {f"k{number}": "x" for number in range(9)}
    wrong = [read_keys(keys) for keys in ({}, many, {"K": "x"}, {"1": "x"}, {"k": " "}, {"k": "x" * 321}, {"k": "a\nb"}, {"email": "a"})]
    codes = ["keys-count", "keys-count", "key-kind", "key-kind", "key-value", "key-value", "key-value", "no-address"]

    assert [f"event.{code}" for code in codes] == [one.code for one in wrong if isinstance(one, Problem)]
    assert {f"k{number}": "x" for number in range(8)} == read_keys(dict(list(many.items())[:8]))
    assert {"email": "a@x.example", "k": "x" * 320} == read_keys({"email": "A@X.example", "k": "x" * 320})

"""GitLab's Code Quality report."""

import json

from grammar.render_gitlab import as_gitlab
from tests.grammar.findings import FILE, SOURCES, some

ASKED = {"description", "check_name", "fingerprint", "severity", "location"}
"""What GitLab's page on Code Quality reports demands of each entry."""


def test_every_entry_has_what_gitlab_demands() -> None:
    told = json.loads(as_gitlab(some(), SOURCES))

    assert [ASKED] * 5 == [set(one) for one in told]
    assert ["major", "critical", "critical", "critical", "info"] == [one["severity"] for one in told]
    assert {"path": FILE, "lines": {"begin": 2, "end": 2}} == told[1]["location"]
    assert ("unknown word `whre` (did you mean `where`? look\nagain)", "E901 slipped") == (told[1]["description"], told[1]["check_name"])


def test_no_two_findings_have_one_fingerprint() -> None:
    assert 5 == len({one["fingerprint"] for one in json.loads(as_gitlab(some(), SOURCES))})


def test_it_speaks_japanese() -> None:
    assert "`whre` という語はありません (`where` のことですか。見直す)" == json.loads(as_gitlab(some(), SOURCES, "ja"))[1]["description"]


def test_nothing_found_is_an_empty_list() -> None:
    assert [] == json.loads(as_gitlab([], {}))

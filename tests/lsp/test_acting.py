"""Fixes, layout and what is told of a place."""

import pytest
from lsprotocol import types

from tests.lsp.kit import Bench, edited

pytestmark = pytest.mark.asyncio(loop_scope="module")

SCENARIO = 'scenario s {\n  enter by hand\n  wait 3 days\n  tag "祝🎉"; \n  stop\n}\n'
OPTIONS = types.FormattingOptions(tab_size=2, insert_spaces=True)


async def actions(bench: Bench, uri: str, *only: str) -> list[types.CodeAction]:
    whole = types.Range(types.Position(0, 0), types.Position(99, 0))
    context = types.CodeActionContext([], only=list(only) or None)
    found = await bench.client.text_document_code_action_async(
        types.CodeActionParams(types.TextDocumentIdentifier(uri), whole, context)
    )
    return [one for one in found or () if isinstance(one, types.CodeAction)]


def put_in(text: str, action: types.CodeAction, uri: str) -> str:
    return edited(text, (action.edit.changes or {})[uri] if action.edit else [])


async def test_a_fix_is_offered_and_a_certain_one_is_preferred(bench: Bench) -> None:
    text = SCENARIO.replace("3 days", "3 dayz")
    bench.write("a.nurture", SCENARIO)
    uri = bench.open("a.nurture", text)
    found = [one for one in await actions(bench, uri, "quickfix") if "allow" not in one.title]

    assert [("write `days` instead of `dayz`", False), ("remove `;`", True)] == [(one.title, one.is_preferred) for one in found]
    assert text.replace("dayz", "days") == put_in(text, found[0], uri)
    assert text.replace("; ", " ") == put_in(text, found[1], uri)


async def test_all_certain_fixes_go_in_at_once(bench: Bench) -> None:
    bench.write("a.nurture", SCENARIO)
    uri = bench.open("a.nurture", SCENARIO.replace("wait 3 days", "wait 3日;"))
    (found,) = await actions(bench, uri, "source.fixAll")

    assert "put in all 3 certain fixes" == found.title
    assert SCENARIO.replace(";", "") == put_in(SCENARIO.replace("wait 3 days", "wait 3日;"), found, uri)


async def test_a_warning_can_be_allowed_above_its_line_and_an_error_cannot(bench: Bench) -> None:
    text = 'attribute a: text optional\nscenario s {\n  enter by hand\n  if lead.a is not "x" {\n    wait 3 days\n  }\n  send x y\n}\n'
    bench.write("a.nurture", SCENARIO)
    uri = bench.open("a.nurture", text.replace("  send x y\n", ""))
    await bench.codes(uri, "T111")
    found = {one.title: one for one in await actions(bench, uri, "quickfix")}
    allowed = put_in(text, found["allow T111 here, for a reason"], uri)
    bench.rewrite(uri, text)
    await bench.told(uri, lambda told: any(one.severity == types.DiagnosticSeverity.Error for one in told))

    assert text.replace("  if", "  # allow T111 because \n  if") == allowed
    assert [] == [one for one in await actions(bench, uri, "quickfix") if "allow E" in one.title]


async def test_a_file_is_laid_out(bench: Bench) -> None:
    bench.write("a.nurture", SCENARIO)
    text = 'scenario s {\n\n    enter by hand\n  tag "祝🎉"\n}\n'
    uri = bench.open("a.nurture", text)
    there = types.TextDocumentIdentifier(uri)
    edits = await bench.client.text_document_formatting_async(types.DocumentFormattingParams(there, OPTIONS))

    assert 'scenario s {\n  enter by hand\n  tag "祝🎉"\n}\n' == edited(text, edits or [])


async def test_a_broken_file_stays_as_it_is_and_the_log_says_so(bench: Bench) -> None:
    bench.write("a.nurture", SCENARIO)
    uri = bench.open("a.nurture", "scenario s {\n   wait 3 dayz\n")
    there = types.TextDocumentIdentifier(uri)
    edits = await bench.client.text_document_formatting_async(types.DocumentFormattingParams(there, OPTIONS))

    assert edits is None
    assert "`a.nurture` has mistakes and stays as it is" == bench.client.log_messages[-1].message


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("wait 3 da", "**3 day**: calendar days in the zone of the lead"),
        ("sto", "**stop**: End this run, or start, pause, resume or stop the run of another scenario."),
        ("scenario s", "**s** · scenario"),
    ],
)
async def test_what_stands_under_the_cursor_is_told(before: str, told: str, bench: Bench) -> None:
    bench.write("a.nurture", SCENARIO)
    bench.open("a.nurture")
    found = await bench.client.text_document_hover_async(types.HoverParams(*bench.at("a.nurture", before)))

    assert found is not None and isinstance(found.contents, types.MarkupContent)
    assert found.contents.value.startswith(told)


async def test_a_name_is_shown_as_it_is_declared_and_who_uses_it(bench: Bench) -> None:
    bench.write("a.nurture", 'event download "資料" {\n  asset: text\n}\n')
    bench.write("b.nurture", "scenario s {\n  enter on download\n  stop\n}\n")
    bench.open("b.nurture")
    found = await bench.client.text_document_hover_async(types.HoverParams(*bench.at("b.nurture", "on down")))

    assert found is not None and isinstance(found.contents, types.MarkupContent)
    assert '**download** · event\n\n```nurture\nevent download "資料" {\n  asset: text\n}\n```\n\nused once, by `s`' == found.contents.value

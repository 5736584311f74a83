"""What the editor proposes while somebody types."""

import pytest
from lsprotocol import types

from tests.lsp.kit import Bench

pytestmark = pytest.mark.asyncio(loop_scope="module")

CATALOGUE = 'attribute 業種: one of ["製造業", "IT"] optional\nscore 関心 {\n  level hot at 40\n}\nevent download\n'


async def proposed(bench: Bench, uri: str, text: str) -> dict[str, types.CompletionItem]:
    """The items at the `▮` of the text, by what is shown."""
    plain, offset = text.replace("▮", ""), text.index("▮")
    bench.rewrite(uri, plain)
    line = plain.count("\n", 0, offset)
    unit = len(plain[plain.rfind("\n", 0, offset) + 1 : offset].encode("utf-16-le")) // 2
    found = await bench.client.text_document_completion_async(
        types.CompletionParams(types.TextDocumentIdentifier(uri), types.Position(line, unit))
    )
    return {item.label: item for item in found.items} if isinstance(found, types.CompletionList) else {}


@pytest.fixture
def uri(bench: Bench) -> str:
    bench.write("a.nurture", CATALOGUE)
    bench.write("templates/hello.md", '---\nsubject: Hello\n---\n\n[Demo](https://x.example/ "demo")\n')
    bench.write("b.nurture", "")
    return bench.open("b.nurture")


async def test_names_of_other_files_come_with_what_they_are(bench: Bench, uri: str) -> None:
    found = await proposed(bench, uri, 'scenario s "🎉" {\n  enter by hand if lead.業▮\n')
    item = found["業種"]

    assert "attribute" == item.detail
    assert isinstance(item.text_edit, types.TextEdit)
    assert types.Range(types.Position(1, 24), types.Position(1, 25)) == item.text_edit.range
    told = await bench.client.completion_item_resolve_async(item)
    assert isinstance(told.documentation, types.MarkupContent)
    assert 'attribute 業種: one of ["製造業", "IT"] optional' in told.documentation.value


async def test_mails_are_the_templates_there_are(bench: Bench, uri: str) -> None:
    assert {"hello", "next"} <= set(await proposed(bench, uri, "scenario s {\n  enter by hand\n  send ▮\n}\n"))


async def test_values_close_their_quotes(bench: Bench, uri: str) -> None:
    found = await proposed(bench, uri, 'segment x while lead.業種 is "▮\n')
    closed = await proposed(bench, uri, 'segment x while lead.業種 is "▮"\n')

    assert ['"IT"', '"IT'] == [one["IT"].text_edit.new_text for one in (found, closed) if one["IT"].text_edit]


async def test_words_come_behind_names_and_blocks_last(bench: Bench, uri: str) -> None:
    found = await proposed(bench, uri, "scenario s {\n  enter by hand\n  ▮\n}\n")

    assert "Choose" not in found and found["choose …"].insert_text_format == types.InsertTextFormat.Snippet
    assert str(found["choose"].sort_text) < str(found["choose …"].sort_text)
    assert "Look at the lead at this moment and go on accordingly." == found["choose"].documentation


async def test_levels_of_a_score_that_is_broken_just_now_are_still_known(bench: Bench, uri: str) -> None:
    other = bench.open("a.nurture")
    await proposed(bench, uri, "segment x while level 関心 is ▮\n")
    bench.rewrite(other, CATALOGUE.replace("level hot at 40", "level hot at 40\n  lev"))

    assert "hot" in await proposed(bench, uri, "segment x while level 関心 is ▮\n")


async def test_in_a_template_the_language_has_no_words(bench: Bench, uri: str) -> None:
    template = bench.open("templates/hello.md")

    assert {} == await proposed(bench, template, "---\nsubject: Hi\n---\n\nse▮\n")

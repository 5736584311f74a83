"""From a name to its declaration and its uses, and another name for it everywhere."""

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.lsp.kit import Bench, places, text_after

pytestmark = pytest.mark.asyncio(loop_scope="module")

CATALOGUE = 'attribute 業種: text optional\nattribute 役職: text optional\nevent download {\n  asset: text\n}\n'
SCENARIO = 'scenario 育成 "🎉" {\n  enter on download where asset is "🎉" if lead.業種 is "IT"\n  send hello\n}\n'
TEMPLATE = "---\nsubject: Hello\n---\n\n{{ lead.業種 | default(\"you\") }} 業種\n"


@pytest.fixture
def written(bench: Bench) -> Bench:
    bench.write("a.nurture", CATALOGUE)
    bench.write("b.nurture", SCENARIO)
    bench.write("templates/hello.md", TEMPLATE)
    bench.open("a.nurture")
    bench.open("b.nurture")
    return bench


async def test_a_name_leads_to_its_declaration(written: Bench) -> None:
    found = await written.client.text_document_definition_async(types.DefinitionParams(*written.at("b.nurture", "lead.業")))

    assert [("a.nurture", 0, 10)] == places(written, found)


async def test_a_mail_leads_to_its_template(written: Bench) -> None:
    found = await written.client.text_document_definition_async(types.DefinitionParams(*written.at("b.nurture", "send he")))

    assert [("templates/hello.md", 0, 0)] == places(written, found)


async def test_a_webhook_leads_to_the_settings(bench: Bench) -> None:
    bench.write("nurture.toml", '[workspace]\nname = "x"\n[webhooks.crm-sync]\nurl = "https://crm.example/"\n')
    bench.write("b.nurture", "scenario s {\n  enter by hand\n  webhook crm-sync\n}\n")
    bench.open("b.nurture")
    found = await bench.client.text_document_definition_async(types.DefinitionParams(*bench.at("b.nurture", "webhook crm")))

    assert [("nurture.toml", 2, 0)] == places(bench, found)


async def test_the_uses_of_a_name_stand_in_templates_too(written: Bench) -> None:
    asked = types.ReferenceParams(types.ReferenceContext(include_declaration=False), *written.at("a.nurture", "attribute 業"))
    found = await written.client.text_document_references_async(asked)

    assert [("b.nurture", 1, 48), ("templates/hello.md", 4, 8)] == places(written, found)


async def test_the_same_name_is_shown_in_the_file(written: Bench) -> None:
    found = await written.client.text_document_document_highlight_async(
        types.DocumentHighlightParams(*written.at("a.nurture", "event down"))
    )

    assert [(2, types.DocumentHighlightKind.Write)] == [(one.range.start.line, one.kind) for one in found or ()]


async def test_another_name_goes_into_every_file(written: Bench) -> None:
    edit = await written.client.text_document_rename_async(types.RenameParams(*written.at("a.nurture", "attribute 業"), "業界"))

    assert CATALOGUE.replace("業種", "業界") == text_after(written, edit, "a.nurture")
    assert SCENARIO.replace("業種", "業界") == text_after(written, edit, "b.nurture")
    assert TEMPLATE.replace("lead.業種", "lead.業界") == text_after(written, edit, "templates/hello.md")


async def test_a_mail_takes_its_file_along(written: Bench) -> None:
    edit = await written.client.text_document_rename_async(types.RenameParams(*written.at("b.nurture", "send he"), "welcome"))
    moves = [one for one in (edit.document_changes if edit else None) or () if isinstance(one, types.RenameFile)]

    assert SCENARIO.replace("hello", "welcome") == text_after(written, edit, "b.nurture")
    assert [(written.uri("templates/hello.md"), written.uri("templates/welcome.md"))] == [(one.old_uri, one.new_uri) for one in moves]


@pytest.mark.parametrize(
    ("file", "before", "new", "why"),
    [
        ("a.nurture", "attribute 業", "役職", "the name `役職` is taken already"),
        ("a.nurture", "attribute 業", "scenario", "`scenario` is a word of the language"),
        ("a.nurture", "attribute 業", "two words", "`two words` is no name: a name begins with a letter and has no spaces"),
        ("a.nurture", "attribute 業", "a-b", "the template `hello.md` reads `業種`, and `a-b` cannot be read in a template"),
    ],
)
async def test_a_name_that_cannot_be_is_refused_with_the_reason(file: str, before: str, new: str, why: str, written: Bench) -> None:
    with pytest.raises(JsonRpcException) as refused:
        await written.client.text_document_rename_async(types.RenameParams(*written.at(file, before), new))

    assert why == refused.value.message


async def test_what_has_no_name_of_ours_is_not_renamed(bench: Bench) -> None:
    bench.write("b.nurture", 'scenario s {\n  enter by hand if lead.email is "x"\n}\n')
    bench.open("b.nurture")
    word = await bench.client.text_document_prepare_rename_async(types.PrepareRenameParams(*bench.at("b.nurture", "ente")))
    with pytest.raises(JsonRpcException) as refused:
        await bench.client.text_document_prepare_rename_async(types.PrepareRenameParams(*bench.at("b.nurture", "lead.em")))

    assert word is None
    assert "every lead has `email`: its name cannot be changed" == refused.value.message


async def test_the_outline_and_the_names_of_the_workspace(written: Bench) -> None:
    there = types.DocumentSymbolParams(types.TextDocumentIdentifier(written.uri("a.nurture")))
    outline = await written.client.text_document_document_symbol_async(there)
    found = await written.client.workspace_symbol_async(types.WorkspaceSymbolParams("ＡＳＳ"))

    assert ["業種", "役職", "download"] == [one.name for one in outline or ()]
    assert ["asset"] == [child.name for one in outline or () for child in getattr(one, "children", None) or ()]
    assert ("asset", "download") in [(one.name, one.container_name) for one in found or ()]


async def test_blocks_and_comments_can_be_folded(bench: Bench) -> None:
    bench.write("b.nurture", "# one\n# two\nscenario s {\n  enter by hand\n  if tagged \"x\" {\n    stop\n  }\n")
    bench.open("b.nurture")
    there = types.FoldingRangeParams(types.TextDocumentIdentifier(bench.uri("b.nurture")))
    found = await bench.client.text_document_folding_range_async(there)

    assert [(4, 5), (0, 1)] == [(one.start_line, one.end_line) for one in found or ()]


async def test_a_template_leads_to_the_attribute_it_reads(written: Bench) -> None:
    written.open("templates/hello.md")
    there = written.at("templates/hello.md", "{{ lead.業")
    found = await written.client.text_document_definition_async(types.DefinitionParams(*there))
    told = await written.client.text_document_hover_async(types.HoverParams(*there))

    assert [("a.nurture", 0, 10)] == places(written, found)
    assert told is not None and isinstance(told.contents, types.MarkupContent)
    assert told.contents.value.startswith("**業種** · attribute")


async def test_a_file_that_somebody_else_has_written_is_read_again_first(written: Bench) -> None:
    asked = types.RenameParams(*written.at("a.nurture", "event down"), "fetch")
    written.write("b.nurture", SCENARIO + "\n")
    written.close(written.uri("b.nurture"))
    await written.client.text_document_rename_async(asked)
    written.write("b.nurture", "# a line above\n" + SCENARIO)
    with pytest.raises(JsonRpcException) as refused:
        await written.client.text_document_rename_async(asked)
    edit = await written.client.text_document_rename_async(asked)

    assert "`b.nurture` has been changed by somebody else: try again" == refused.value.message
    assert "# a line above\n" + SCENARIO.replace("on download", "on fetch") == text_after(written, edit, "b.nurture")

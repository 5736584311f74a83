"""What the editor shows while somebody writes."""

import pytest
from lsprotocol import types

from tests.lsp.kit import Bench, codes, edit

pytestmark = pytest.mark.asyncio(loop_scope="module")

CATALOGUE = "event download {\n  asset: text\n}\n"
SCENARIO = 'scenario thanks {\n  enter on download\n  wait 3 days\n  stop because "enough"\n}\n'


async def test_a_mistake_is_told_with_its_rule_its_place_and_what_to_do(bench: Bench) -> None:
    bench.write("a.nurture", CATALOGUE)
    bench.write("b.nurture", SCENARIO)
    uri = bench.open("b.nurture", SCENARIO.replace("3 days", "3 dayz"))
    (found,) = await bench.told(uri, lambda found: len(codes(found)) == 1)

    assert "nurture" == found.source
    assert types.Range(types.Position(2, 9), types.Position(2, 13)) == found.range
    assert "did you mean `days`?" in found.message


async def test_a_name_of_another_unsaved_file_is_known(bench: Bench) -> None:
    bench.write("b.nurture", SCENARIO)
    uri = bench.open("b.nurture")
    await bench.codes(uri, "N103")
    other = bench.open("a.nurture", CATALOGUE)
    await bench.codes(uri)
    bench.close(other)
    await bench.codes(uri, "N103")


async def test_files_that_are_not_open_are_told_of_too(bench: Bench) -> None:
    bench.write("a.nurture", CATALOGUE)
    closed = bench.write("b.nurture", SCENARIO.replace("download", "downlaod"))
    bench.open("a.nurture")
    (found,) = await bench.told(closed, lambda found: bool(codes(found)))

    assert "N103" == found.code


async def test_an_edit_behind_japanese_and_an_emoji_hits_its_place(bench: Bench) -> None:
    text = 'scenario 育成 "🎉資料の後🎉" {\n  enter by hand\n  tag "🎉" \n  wait 3 days\n  stop\n}\n'
    bench.write("a.nurture", text)
    uri = bench.open("a.nurture")
    bench.change(uri, edit(2, 7, 9, "祝"), edit(0, 13, 15, ""), edit(3, 9, 13, "dayz"))
    (found,) = await bench.told(uri, lambda found: len(codes(found)) == 1)

    assert types.Range(types.Position(3, 9), types.Position(3, 13)) == found.range
    bench.change(uri, edit(3, 9, 13, "days"))
    await bench.codes(uri)


async def test_a_file_outside_any_workspace_is_read_by_itself(bench: Bench) -> None:
    (bench.root / "nurture.toml").unlink()
    bench.write("a.nurture", SCENARIO)
    uri = bench.open("a.nurture")
    await bench.codes(uri)
    bench.rewrite(uri, SCENARIO.replace("3 days", "3 dayz"))
    await bench.told(uri, lambda found: len(codes(found)) == 1)
    bench.close(uri)
    await bench.codes(uri)


async def test_settings_that_cannot_be_read_are_told_in_their_file_and_mended(bench: Bench) -> None:
    settings = bench.write("nurture.toml", '[workspace]\nlanguage = "fr"\n')
    bench.write("a.nurture", CATALOGUE)
    bench.open("a.nurture")
    (found,) = await bench.told(settings, lambda found: len(found) == 1)

    assert "settings.language" == found.code
    assert 1 == found.range.start.line
    bench.write("nurture.toml", '[workspace]\nlanguage = "ja"\n')
    bench.tell((settings, types.FileChangeType.Changed))
    await bench.codes(settings)


async def test_a_webhook_that_the_settings_name_later_is_known_then(bench: Bench) -> None:
    bench.write("a.nurture", "scenario s {\n  enter by hand\n  webhook crm-sync\n}\n")
    uri = bench.open("a.nurture")
    await bench.codes(uri, "N117")
    settings = bench.write("nurture.toml", '[workspace]\nname = "x"\n[webhooks.crm-sync]\nurl = "https://crm.example/"\n')
    bench.tell((settings, types.FileChangeType.Changed))
    await bench.codes(uri)


async def test_a_template_is_judged_as_it_is_being_written(bench: Bench) -> None:
    bench.write("templates/hello.md", "---\nsubject: Hello\n---\n\nHello!\n")
    bench.write("a.nurture", "scenario s {\n  enter by hand\n  send hello\n}\n")
    uri = bench.open("a.nurture")
    await bench.codes(uri)
    template = bench.open("templates/hello.md", "---\nsubject: Hello\n---\n\nHello {{ lead.industry }}!\n")
    (found,) = await bench.told(template, lambda found: ["M311"] == codes(found))

    assert 4 == found.range.start.line
    assert [(uri, 2)] == [(one.location.uri, one.location.range.start.line) for one in found.related_information or ()]
    bench.close(template)
    await bench.codes(template)


async def test_a_file_that_is_gone_is_not_spoken_of_any_more(bench: Bench) -> None:
    uri = bench.write("a.nurture", SCENARIO)
    bench.write("b.nurture", "topic news\n")
    bench.open("b.nurture")
    await bench.codes(uri, "N103")
    (bench.root / "a.nurture").unlink()
    bench.tell((uri, types.FileChangeType.Deleted))
    await bench.codes(uri)


async def test_what_a_comment_allows_with_a_reason_is_not_told(bench: Bench) -> None:
    unused = 'segment big while lead.company is "x"\n'
    uri = bench.open("a.nurture", unused)
    await bench.codes(uri, "Q701")
    bench.rewrite(uri, f"# allow Q701 because next month\n{unused}")
    await bench.codes(uri)
    bench.rewrite(uri, f"# allow Q701\n{unused}")
    await bench.codes(uri, "Q701", "Q731")


async def test_many_files_that_change_at_once_are_read_anew(bench: Bench) -> None:
    bench.write("a.nurture", CATALOGUE)
    uris = [bench.write(f"s{number}.nurture", SCENARIO.replace("thanks", f"thanks{number}")) for number in range(30)]
    there = types.TextDocumentIdentifier(bench.open("a.nurture"))
    await bench.client.text_document_document_symbol_async(types.DocumentSymbolParams(there))
    for number in range(30):
        bench.write(f"s{number}.nurture", SCENARIO.replace("thanks", f"thanks{number}").replace("download", "dwnload"))
    bench.tell(*((uri, types.FileChangeType.Changed) for uri in uris))
    (found,) = await bench.told(uris[0], lambda found: bool(codes(found)))

    assert "N103" == found.code


async def test_the_same_file_is_told_again_when_it_is_opened_and_closed(bench: Bench) -> None:
    uri = bench.write("a.nurture", SCENARIO)
    bench.open("a.nurture")
    await bench.codes(uri, "N103")
    bench.rewrite(uri, CATALOGUE + SCENARIO)
    await bench.codes(uri)
    bench.close(uri)
    await bench.codes(uri, "N103")

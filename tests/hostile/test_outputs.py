"""The list of every output that may carry a text of somebody else, and the test that pours hostile ones into it.

Whoever adds a way out is told here: by the module that writes HTML, touches a stream, a table, a header or another system.
"""

import ast
import re
from collections.abc import Iterator, Mapping

import pytest

from tests.house.source import ROOT

PAGES = "tests/hostile/test_pages.py::test_no_address_answers_with_anything_but_its_own_page"
FORM = "tests/hostile/test_pages.py::test_a_form_comes_back_with_ten_thousand_fields_and_every_one_is_a_text"
DEMO = "tests/hostile/test_written.py::test_the_page_of_a_demo_has_no_element_of_its_people"
PREVIEW = "tests/hostile/test_written.py::test_a_preview_has_no_element_of_a_lead_and_runs_nothing"
MAIL = "tests/hostile/test_files.py::test_no_mail_runs_what_a_field_says"
HEAD = "tests/hostile/test_names.py::test_no_name_makes_a_header_or_a_recipient"
CELLS = "tests/hostile/test_files.py::test_no_cell_of_a_table_is_a_formula_and_every_row_is_whole"
SCREEN = "tests/engine/show/test_signs.py::test_no_way_to_the_screen_lets_it_be_steered"
LOG = "tests/engine/show/test_signs.py::test_a_log_is_one_line_and_steers_nothing"
HTTP = "tests/hostile/test_http.py::test_no_request_makes_us_fail"
FRAME = "tests/cli/test_papers.py::test_what_is_embedded_is_a_frame_and_no_script"
HOOK = "tests/hostile/test_addresses.py::test_no_spelling_of_an_inner_address_is_connected_to"

HTML: Mapping[str, tuple[str, ...]] = {
    "engine/web/pages.py": (PAGES,),
    "engine/web/forms.py": (PAGES, FORM),
    "engine/web/form_page.py": (PAGES, FORM),
    "engine/web/assets.py": (PAGES,),
    "engine/web/confirming.py": (PAGES,),
    "engine/web/preferences_page.py": (PAGES,),
    "engine/web/api_docs.py": (PAGES,),
    "engine/show/demo.py": (DEMO,),
    "engine/show/demo_page.py": (DEMO,),
    "engine/show/demo_parts.py": (DEMO,),
    "engine/show/demo_sections.py": (DEMO,),
    "engine/show/mails.py": (PREVIEW,),
    "engine/commands/papers.py": (FRAME,),
    "engine/templates/layout.py": (MAIL,),
    "engine/templates/markdown.py": (MAIL,),
    "engine/templates/markup.py": (MAIL,),
}
"""Modules in which an element is written."""
STREAMS: Mapping[str, tuple[str, ...]] = {
    "engine/show/screen.py": (SCREEN,),
    "engine/show/failures.py": (SCREEN,),
    "engine/show/logs.py": (LOG,),
    "engine/show/tables.py": (SCREEN,),
}
"""Modules that reach the terminal, or a log, with what may be somebody's."""
OURS = frozenset(
    {"engine/show/fixing.py", "engine/show/formatting.py", "engine/show/watching.py", "engine/show/running.py", "engine/show/verbs.py"}
    | {"engine/lsp/server.py"}
)
"""Those that write a file of the workspace to whoever piped it in, a counter, or nothing but what is ours."""
TABLES: Mapping[str, tuple[str, ...]] = {"engine/doors/csv_cells.py": (CELLS,)}
"""Modules that write cells."""
HEADS: Mapping[str, tuple[str, ...]] = {
    "engine/web/application.py": (PAGES, HTTP),
    "engine/web/assets.py": (PAGES,),
    "engine/web/mail_links.py": (PAGES,),
    "engine/web/segment.py": (PAGES, HTTP),
    "engine/web/segment_pages.py": (PAGES,),
    "engine/channels/headers.py": (HEAD,),
}
"""Modules that write a header in which something of the asker's, a marketer's or a lead's may stand."""
ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    "engine/channels/slack.py": (HOOK, "tests/engine/channels/test_slack.py::test_a_value_of_a_lead_calls_nobody_and_links_nowhere"),
    "engine/channels/webhook.py": (HOOK,),
    "engine/channels/smtp.py": (HEAD,),
    "engine/channels/memory.py": (HEAD,),
}
"""Channels: a module in whose classes something is offered."""

_ELEMENT = re.compile(r"(?<!\?P)<(?:[a-z][a-z0-9]*(?: [a-z-]+=|>)|!doctype)|^</$", re.IGNORECASE)
_STREAM = re.compile(r"sys\.std(?:out|err)\b|\bprint\(|Console\(|click\.echo\(")
_CELL = re.compile(r"csv\.writer|csv\.DictWriter|def csv_line\b")
_HEAD = re.compile(r"Content-Disposition|RedirectResponse\(|Access-Control-Allow-Origin\"|open_to\(|encoded_word|dict\(error\.headers")
_CHANNEL = re.compile(r"^class \w+Channel\b", re.MULTILINE)


def modules() -> Iterator[tuple[str, str]]:
    for path in sorted([*(ROOT / "engine").rglob("*.py"), ROOT / "cli.py"]):
        yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def texts_in(source: str) -> Iterator[str]:
    """Every text of a module but what only explains."""
    tree = ast.parse(source)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def test_every_module_that_writes_html_is_poured_into() -> None:
    assert {name for name, source in modules() if any(map(_ELEMENT.search, texts_in(source)))} == set(HTML)


def test_every_module_that_reaches_a_stream_is_poured_into() -> None:
    assert {name for name, source in modules() if _STREAM.search(source)} == {*STREAMS, *OURS}


def test_every_module_that_writes_cells_headers_or_to_another_system_is_poured_into() -> None:
    assert {name for name, source in modules() if _CELL.search(source)} == set(TABLES)
    assert {name for name, source in modules() if _HEAD.search(source)} == set(HEADS)
    assert {name for name, source in modules() if name.startswith("engine/channels") and _CHANNEL.search(source)} == set(ELSEWHERE)


TESTS = sorted({one for table in (HTML, STREAMS, TABLES, HEADS, ELSEWHERE) for told in table.values() for one in told})


@pytest.mark.parametrize("test", TESTS)
def test_the_test_of_an_output_is_there(test: str) -> None:
    path, _, name = test.partition("::")

    assert f"def {name}(" in (ROOT / path).read_text("utf-8")

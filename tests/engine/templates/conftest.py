from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.templates.folder import Templates
from engine.templates.mails import Rendered
from tests.engine.templates.letters import LINKS, Write, source_of, values


@pytest.fixture
def write() -> Write:
    """Renders a body with the lead's values."""

    def write(body: str, *, head: str = "subject: 件名\nlanguage: ja", suffix: str = ".md", **lead: Any) -> Rendered:
        templates = Templates.of([source_of(body, head=head, suffix=suffix)])
        return templates.render("mail", values(**lead), LINKS)

    return write


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares with a file under `golden/`; `NURTURE_GOLDEN=write` in the folder's own run makes it anew."""
    folder = Path(__file__).parent / "golden"

    def compare(name: str, actual: str) -> None:
        file = folder / name
        if request.config.getoption("--snapshot-update", default=False):
            file.parent.mkdir(exist_ok=True)
            file.write_text(actual, "utf-8")
        assert file.read_text("utf-8") == actual

    return compare

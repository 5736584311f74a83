"""Whole mails as they are written, kept as files to be looked at. `pytest --snapshot-update` writes them anew."""

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.templates.mails import Links, compile_mail
from engine.templates.sources import TemplateSource

GOLDEN = Path(__file__).parent / "golden"

VALUES = {
    "lead": {
        "name": "山田 <花子>",
        "業種": "製造業",
        "従業員数": 1200,
        "契約": [{"plan": "基本", "renews": "2027-03-31"}, {"plan": "監査オプション", "renews": "2027-04-30"}],
    },
    "sender": {"name": "架空クラウド 情報便り", "postal_address": "〒100-0000 東京都架空区架空町1-2-3"},
}
LINKS = Links(
    lambda name, target: f"https://go.example/c/{len(name)}{len(target)}",
    unsubscribe_url="https://go.example/u/abc",
    open_pixel_url="https://go.example/o/abc.gif",
)


@pytest.mark.parametrize("name", ["japanese.md", "english.md", "page.html"])
@pytest.mark.parametrize("part", ["html", "txt"])
def test_a_mail_is_written_as_it_was(name: str, part: str, golden: Callable[[str, str], None]) -> None:
    file = GOLDEN / name
    source = TemplateSource(file.stem, name, file.suffix, file.read_text("utf-8"))
    mail = compile_mail(source).render(VALUES, LINKS)

    head = f"Subject: {mail.subject}\nPreheader: {mail.preheader}\n\n"
    golden(f"{name}.{part}", mail.html if part == "html" else head + mail.text)

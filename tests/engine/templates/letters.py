"""A small template and its values, for the tests of this folder."""

from collections.abc import Callable
from typing import Any

from engine.templates.mails import Links, Rendered
from engine.templates.sources import TemplateSource

Write = Callable[..., Rendered]


def source_of(body: str, *, head: str = "subject: 件名\nlanguage: ja", suffix: str = ".md") -> TemplateSource:
    return TemplateSource("mail", f"mail{suffix}", suffix, f"---\n{head}\n---\n{body}")


def values(**lead: Any) -> dict[str, Any]:
    return {
        "lead": lead,
        "sender": {"name": "架空クラウド", "postal_address": "〒100-0000 東京都架空区1-2-3"},
        "zone": "Asia/Tokyo",
    }


LINKS = Links(
    lambda name, target: f"https://go.example/c/{name}",
    unsubscribe_url="https://go.example/u/1",
    open_pixel_url="https://go.example/o/1.gif",
)

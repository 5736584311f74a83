"""What is handed out, and the forms by which people ask for it."""

from typing import Literal

from grammar.node import Node, node
from grammar.source import Name
from grammar.values import Assignment


@node
class Translated(Node):
    """`en "Request the guide"`: the same words for whoever reads the other language."""

    language: Literal["en", "ja"]
    text: str


@node
class Raises(Node):
    """`raises download { asset = "ids-guide" }`: the event that is told when it is sent, or handed out."""

    event: Name
    values: tuple[Assignment, ...] = ()


@node
class InLanguage(Node):
    """`language ja`: of the words that stand without one."""

    language: Literal["en", "ja"]


# ── assets ──────────────────────────────────────────────────────────────────────────────


@node
class AssetFile(Node):
    """`file "ids-guide.pdf"`, in the folder `assets` beside `nurture.toml`."""

    path: str


@node
class AssetUrl(Node):
    """`url "https://…"`: it lies elsewhere."""

    url: str


@node
class AssetTheme(Node):
    """`theme "セキュリティ"`."""

    theme: str


@node
class AssetStage(Node):
    """`stage 認知`: of the customers it is made for."""

    stage: Name


@node
class AssetFor(Node):
    """`for 情シス, 経営層`: the personas it is made for."""

    personas: tuple[Name, ...]


@node
class AssetAccess(Node):
    """`gated`: only for whoever leaves a name; `free`: for everybody."""

    access: Literal["gated", "free"]


AssetRule = AssetFile | AssetUrl | AssetTheme | AssetStage | AssetFor | InLanguage | AssetAccess | Raises


@node
class Asset(Node):
    """`asset ids-guide "情報セキュリティ入門" { rules }`."""

    name: Name
    rules: tuple[AssetRule, ...]
    label: str | None = None


# ── forms ───────────────────────────────────────────────────────────────────────────────


@node
class FormText(Node):
    """`text "…"`: what stands above the fields."""

    text: str
    translated: Translated | None = None


@node
class Ask(Node):
    """`ask 業種 optional "業種"`: a field for an attribute."""

    attribute: Name
    optional: bool = False
    label: str | None = None
    translated: Translated | None = None


@node
class ConsentBox(Node):
    """`consent newsletter "月刊ニュースを受け取ります" version "2026-11"`: a box nobody has ticked yet."""

    topic: Name
    text: str
    translated: Translated | None = None
    version: str | None = None


@node
class Offers(Node):
    """`offers ids-guide by mail`: what whoever sends the form gets, on the page or only in a mail."""

    asset: Name
    by_mail: bool = False


@node
class Thanks(Node):
    """`thanks "…"`: what the page says then."""

    text: str
    translated: Translated | None = None


FormRule = FormText | Ask | ConsentBox | Offers | Raises | Thanks | InLanguage


@node
class Form(Node):
    """`form 資料請求 "資料のご請求" { rules }`."""

    name: Name
    rules: tuple[FormRule, ...]
    label: str | None = None
    translated: Translated | None = None

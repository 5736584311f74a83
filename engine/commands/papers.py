"""`nurture forms` and `nurture assets`: what the workspace declares, as readers would see it, and what was fetched so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

from engine.app import settings_at, store_at
from engine.domain.errors import NurtureError
from engine.domain.papers import Asset, Form
from engine.reports.assets import fetched
from engine.rules.compile_papers import assets_of, forms_of
from engine.settings.workspace import papers_in
from grammar.names import nearest
from grammar.workspace import load_workspace

HEIGHT = 60
"""Pixels of an embedded form for each field, besides what stands around them."""
AROUND = 420


@dataclass(frozen=True, slots=True)
class FormLine:
    """asks: attributes, with `?` behind those that may stay empty; offers: assets, by mail or on the page."""

    name: str
    title: str
    address: str
    asks: tuple[str, ...]
    consents: tuple[str, ...]
    offers: tuple[str, ...]
    raises: str


@dataclass(frozen=True, slots=True)
class AssetLine:
    """forms: those that offer it; is_there: its file lies in the folder, or it lies elsewhere; fetched: links that were used."""

    name: str
    label: str
    place: str
    theme: str
    stage: str
    personas: tuple[str, ...]
    access: str
    forms: tuple[str, ...]
    is_there: bool
    fetched: int


@dataclass(frozen=True, slots=True)
class Embedded:
    """html: for a page of one's own; origins: the sites that may show it, as the settings say."""

    name: str
    html: str
    origins: tuple[str, ...]


def forms(folder: Path) -> tuple[FormLine, ...]:
    """In the order of the files. Raises NurtureError where there is no workspace."""
    base = settings_at(folder).links.base_url
    return tuple(_line(one, base) for one in _forms(folder).values())


def form(folder: Path, name: str) -> FormLine:
    """Raises NurtureError where there is none of that name."""
    return _line(_named(folder, name), settings_at(folder).links.base_url)


def embedded(folder: Path, name: str) -> Embedded:
    """A frame that shows the form; no script. Raises NurtureError."""
    found, settings = _named(folder, name), settings_at(folder)
    where = f"{_address(found, settings.links.base_url)}?embed=1"
    height = AROUND + HEIGHT * (len(found.fields) + len(found.consents))
    title = escape(found.title.text)
    html = f'<iframe src="{escape(where)}" title="{title}" width="100%" height="{height}" style="border:0" loading="lazy"></iframe>'
    return Embedded(found.name, html, tuple(settings.forms.origins))


def assets(folder: Path) -> tuple[AssetLine, ...]:
    """In the order of the files, with what was fetched so far. Raises NurtureError where there is no workspace."""
    with store_at(folder) as (settings, store):
        with store.read() as tx:
            taken = fetched(tx)
        there, offering = papers_in(settings.root), _forms(folder)
        workspace = load_workspace(settings.root)
    return tuple(_asset(one, there, offering, taken) for one in assets_of(workspace.declarations).values())


def _asset(one: Asset, there: frozenset[str], offering: Mapping[str, Form], taken: Mapping[str, int]) -> AssetLine:
    return AssetLine(
        name=one.name,
        label=one.label,
        place=one.url or one.file,
        theme=one.theme,
        stage=one.stage,
        personas=one.personas,
        access="free" if one.is_free else "gated",
        forms=tuple(form.name for form in offering.values() if any(offer.asset == one.name for offer in form.offers)),
        is_there=bool(one.url) or one.file in there,
        fetched=taken.get(one.name, 0),
    )


def _forms(folder: Path) -> dict[str, Form]:
    return forms_of(load_workspace(settings_at(folder).root).declarations)


def _named(folder: Path, name: str) -> Form:
    found = _forms(folder)
    if name not in found:
        near = nearest(name, found)
        raise NurtureError("form-unknown-near", name=name, near=near) if near else NurtureError("form-unknown", name=name)
    return found[name]


def _address(one: Form, base: str) -> str:
    return f"{base.rstrip('/')}/f/{quote(one.name)}"


def _line(one: Form, base: str) -> FormLine:
    return FormLine(
        name=one.name,
        title=one.title.text,
        address=_address(one, base),
        asks=tuple(f"{each.name}{'?' if each.is_optional else ''}" for each in one.fields),
        consents=tuple(box.topic for box in one.consents),
        offers=tuple(f"{offer.asset}{' (mail)' if offer.by_mail else ''}" for offer in one.offers),
        raises=one.raises.event if one.raises else "",
    )

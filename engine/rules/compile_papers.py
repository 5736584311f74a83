"""Assets and forms, out of the tree."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from engine.domain import papers as d
from engine.rules.values import plain_number
from grammar import ast as g

EMAIL = "email"
_R = TypeVar("_R")


def assets_of(declarations: Sequence[g.Declaration]) -> dict[str, d.Asset]:
    """By name."""
    return {str(one.name): _asset(one, declarations) for one in declarations if isinstance(one, g.Asset)}


def forms_of(declarations: Sequence[g.Declaration]) -> dict[str, d.Form]:
    """By name."""
    return {str(one.name): _form(one, declarations) for one in declarations if isinstance(one, g.Form)}


def _asset(node: g.Asset, declarations: Iterable[g.Declaration]) -> d.Asset:
    files, urls = _of(node, g.AssetFile), _of(node, g.AssetUrl)
    return d.Asset(
        str(node.name),
        label=node.label or "",
        file=files[0].path if files else "",
        url=urls[0].url if urls else "",
        theme=next((one.theme for one in _of(node, g.AssetTheme)), ""),
        stage=next((str(one.stage) for one in _of(node, g.AssetStage)), ""),
        personas=tuple(str(name) for one in _of(node, g.AssetFor) for name in one.personas),
        language=next((one.language for one in _of(node, g.InLanguage)), ""),
        is_free=any(one.access == "free" for one in _of(node, g.AssetAccess)),
        raises=_raising(_of(node, g.Raises), declarations),
    )


def _form(node: g.Form, declarations: Sequence[g.Declaration]) -> d.Form:
    double = {one.name.key for one in declarations if isinstance(one, g.Topic) and one.opt_in == "double"}
    attributes = {one.name.key: one for one in declarations if isinstance(one, g.Attribute) and one.of == "lead"}
    asked = [_field(one, attributes) for one in _of(node, g.Ask)]
    address = next((one for one in asked if one.name == EMAIL), None)
    # Without an address nobody is known, so it is always asked, and first.
    first = d.FormField(EMAIL, "text", is_optional=False, label=address.label if address else None)
    texts, thanks = _of(node, g.FormText), _of(node, g.Thanks)
    return d.Form(
        str(node.name),
        title=_words(node.label or str(node.name), node.translated),
        fields=(first, *(one for one in asked if one.name != EMAIL)),
        text=_words(texts[0].text, texts[0].translated) if texts else None,
        consents=tuple(
            d.ConsentBox(str(one.topic), _words(one.text, one.translated), one.version or "", one.topic.key in double)
            for one in _of(node, g.ConsentBox)
        ),
        offers=tuple(d.Offer(str(one.asset), one.by_mail) for one in _of(node, g.Offers)),
        raises=_raising(_of(node, g.Raises), declarations),
        thanks=_words(thanks[0].text, thanks[0].translated) if thanks else None,
        language=next((one.language for one in _of(node, g.InLanguage)), ""),
    )


def _of(node: g.Asset | g.Form, kind: type[_R]) -> list[_R]:
    return [rule for rule in node.rules if isinstance(rule, kind)]


def _words(text: str, translated: g.Translated | None) -> d.Wording:
    return d.Wording(text, translated.language, translated.text) if translated else d.Wording(text)


def _field(ask: g.Ask, attributes: Mapping[str, g.Attribute]) -> d.FormField:
    declared = attributes.get(ask.attribute.key)
    name = str(declared.name) if declared else str(ask.attribute)
    said = ask.label or (declared and (declared.label or name)) or ""
    label = _words(said, ask.translated) if said else None
    if declared is not None and isinstance(declared.type, g.OneOf):
        choices = tuple(_constant(value) for value in declared.type.values)
        return d.FormField(name, "choice", ask.optional, label, tuple(one for one in choices if isinstance(one, str | int | float)))
    kind: d.Sort = declared.type.kind if declared is not None and isinstance(declared.type, g.PlainType) else "text"
    return d.FormField(name, kind, ask.optional, label)


def _constant(value: object) -> object:
    """What was written, as an event carries it; None for what only a run could know."""
    match value:
        case g.Text(value=text):
            return text
        case g.Number(value=number):
            return plain_number(number)
        case g.YesNo(value=answer):
            return answer
        case g.DateValue(value=day):
            return day.isoformat()
        case _:
            return None


def _raising(rules: Sequence[g.Raises], declarations: Iterable[g.Declaration]) -> d.Raising | None:
    if not rules:
        return None
    raises = rules[0]
    event = next((one for one in declarations if isinstance(one, g.Event) and one.name.key == raises.event.key), None)
    given = {str(one.name): _constant(one.value) for one in raises.values}
    fields = frozenset(str(one.name) for one in event.fields) if event else frozenset[str]()
    props = {name: value for name, value in given.items() if value is not None}
    return d.Raising(str(event.name if event else raises.event), props, fields)

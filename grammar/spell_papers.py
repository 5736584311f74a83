"""How assets and forms are written."""

from typing import assert_never

from grammar import spell_values as spell
from grammar.papers import (
    Ask,
    Asset,
    AssetAccess,
    AssetFile,
    AssetFor,
    AssetRule,
    AssetStage,
    AssetTheme,
    AssetUrl,
    ConsentBox,
    Form,
    FormRule,
    FormText,
    InLanguage,
    Offers,
    Raises,
    Thanks,
    Translated,
)
from grammar.writer import Writer


def papers(writer: Writer, node: Asset | Form) -> None:
    """A whole asset or form."""
    if isinstance(node, Asset):
        writer.start(node, f"asset {node.name}{spell.label(node.label)}")
    else:
        writer.start(node, f"form {node.name}{spell.label(node.label)}{_translated(node.translated)}")
    writer.open()
    for rule in node.rules:
        writer.line(rule, _rule(rule))
    writer.close(node)
    writer.end()


def _translated(node: Translated | None) -> str:
    return "" if node is None else f" {node.language} {spell.quoted(node.text)}"


def _rule(node: AssetRule | FormRule) -> str:
    match node:
        case AssetFile():
            return f"file {spell.quoted(node.path)}"
        case AssetUrl():
            return f"url {spell.quoted(node.url)}"
        case AssetTheme():
            return f"theme {spell.quoted(node.theme)}"
        case AssetStage():
            return f"stage {node.stage}"
        case AssetFor():
            return f"for {', '.join(node.personas)}"
        case AssetAccess():
            return node.access
        case InLanguage():
            return f"language {node.language}"
        case Raises():
            given = f" {{ {', '.join(map(spell.assigned, node.values))} }}" if node.values else ""
            return f"raises {node.event}{given}"
        case FormText():
            return f"text {spell.quoted(node.text)}{_translated(node.translated)}"
        case Ask():
            optional = " optional" if node.optional else ""
            return f"ask {node.attribute}{optional}{spell.label(node.label)}{_translated(node.translated)}"
        case ConsentBox():
            version = "" if node.version is None else f" version {spell.quoted(node.version)}"
            return f"consent {node.topic} {spell.quoted(node.text)}{_translated(node.translated)}{version}"
        case Offers():
            return f"offers {node.asset}{' by mail' if node.by_mail else ''}"
        case Thanks():
            return f"thanks {spell.quoted(node.text)}{_translated(node.translated)}"
        case _:
            assert_never(node)

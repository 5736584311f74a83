"""A mapping as the file it is read from, so that a guess can be looked at, mended and used again."""

import json
import re
from collections.abc import Iterable

from engine.doors.mapping import Column, EventPart, Mapping

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml_of(mapping: Mapping, left_out: Iterable[str] = ()) -> str:
    """left_out: columns that are named in a comment."""
    lines = [f"source = {_text(mapping.source)}"]
    lines += [f"sheet = {_text(mapping.sheet)}"] if mapping.sheet else []
    lines += [f"zone = {_text(mapping.zone)}"] if mapping.zone else []
    lines += [f"region = {_text(mapping.region)}"] if mapping.region else []
    lines += [f"at = {_column(mapping.at)}"] if mapping.at else []
    lines += ["", "[keys]", *(f"{_key(kind)} = {_text(column)}" for kind, column in mapping.keys.items())]
    lines += ["", "[attributes]", *(f"{_key(name)} = {_column(column)}" for name, column in mapping.attributes.items())]
    for event in mapping.event:
        lines += ["", "[[event]]", *_event(event)]
    names = [_one_line(name) for name in left_out]
    lines += ["", f"# left out: {', '.join(names)}"] if names else []
    return "\n".join(lines) + "\n"


def _event(event: EventPart) -> list[str]:
    lines = [f"type = {_text(event.type)}"]
    lines += [f"{name} = {_column(said)}" for name, said in (("at", event.at), ("when", event.when)) if said is not None]
    lines += [f"id = [{', '.join(_text(column) for column in event.id)}]"] if event.id else []
    lines += [f"{name} = {_text(said)}" for name, said in (("file", event.file), ("on", event.on)) if said]
    props = ", ".join(f"{_key(name)} = {_column(column)}" for name, column in event.props.items())
    return lines + ([f"props = {{ {props} }}"] if props else [])


def _column(column: Column) -> str:
    plain = Column(column=column.column)
    if column == plain:
        return _text(column.column)
    parts = [f"column = {_text(column.column)}"]
    parts += [f"{name} = {_text(str(getattr(column, name)))}" for name in ("type", "format", "between")
              if getattr(column, name) != getattr(plain, name)]  # fmt: skip
    for name, columns in (("otherwise", column.otherwise), ("join", column.join)):
        parts += [f"{name} = [{', '.join(_text(one) for one in columns)}]"] if columns else []
    values = ", ".join(f"{_key(word)} = {json.dumps(value, ensure_ascii=False)}" for word, value in column.values.items())
    return f"{{ {', '.join([*parts, *([f'values = {{ {values} }}'] if values else [])])} }}"


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_line(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)

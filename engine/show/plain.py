"""Results as plain data for JSON."""

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

import msgspec

from engine.domain.instants import NEVER, Instant, to_iso


def plain(value: Any) -> Any:
    """Dictionaries, lists, texts and numbers of a result; moments stay whole microseconds where they are not named."""
    if isinstance(value, msgspec.Struct):
        return msgspec.to_builtins(value)
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    return value


def dated(data: dict[str, Any], *names: str, zone: str) -> dict[str, Any]:
    """The same with these moments as ISO text in a zone, null where there is none."""
    return data | {name: iso(data[name], zone) for name in names}


def iso(instant: Instant, zone: str) -> str | None:
    """ISO 8601, or nothing for a moment that never comes."""
    return to_iso(instant, zone) if 0 < instant < NEVER else None

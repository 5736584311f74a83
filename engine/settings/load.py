"""`nurture.toml` with the environment over it, and a sentence for whatever is wrong in either."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import SettingsError

from engine.domain.errors import NurtureError
from engine.settings.model import SECRETS, HookSection, Settings, SlackSection
from engine.settings.web import KeySection
from engine.settings.workspace import CONFIG, Where, read_config, unknown_key

PREFIX = "NURTURE_"
SECTIONS: Mapping[str, type[BaseModel]] = {
    name: field.annotation
    for name, field in Settings.model_fields.items()
    if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
}
NAMED: Mapping[str, type[BaseModel]] = {"webhooks": HookSection, "slack": SlackSection}
"""Tables of sections, each under a name of the user's own."""
OUTSIDE = frozenset({"NURTURE_LANG", "NURTURE_DEBUG"})
"""Variables that others read, before or without any settings."""


def load_settings(root: Path) -> Settings:
    """The settings of the workspace in that folder. Raises NurtureError at the first thing that cannot be meant."""
    text, data = read_config(root)
    where = Where(root / CONFIG, text)
    _no_secrets(data, where)
    _no_strange_variables(os.environ)
    try:
        settings = Settings(**data)
    except ValidationError as error:
        raise _sentence(error.errors(include_url=False, include_input=False)[0], where) from None
    except SettingsError:
        raise NurtureError("settings.variable", where=PREFIX + "…") from None
    settings._root = root.resolve()
    return settings


def _no_secrets(data: Mapping[str, Any], where: Where) -> None:
    for section, keys in SECRETS.items():
        told = data.get(section)
        for key in keys:
            if isinstance(told, dict) and key in told:
                raise NurtureError(
                    "settings.secret-in-file",
                    key=f"{section}.{key}",
                    variable=variable_of([section, key]),
                    where=where.of([section, key]),
                )


def _no_strange_variables(environment: Mapping[str, str]) -> None:
    """A mistyped variable would be passed over in silence; so every `NURTURE_…` must be known."""
    for name in sorted(environment):
        if not name.startswith(PREFIX) or name in OUTSIDE:
            continue
        section, _, key = name.removeprefix(PREFIX).lower().partition("__")
        if section in NAMED:
            continue
        if section not in SECTIONS:
            raise unknown_key([section], [*SECTIONS, *NAMED], name)
        if key and key.partition("__")[0] not in SECTIONS[section].model_fields:
            raise unknown_key([section, key], SECTIONS[section].model_fields, name)


def variable_of(path: list[str]) -> str:
    """The environment variable of a key."""
    return PREFIX + "__".join(path).upper()


def _sentence(detail: ErrorDetails, where: Where) -> NurtureError:
    path = [str(part) for part in detail["loc"]]
    variable = variable_of(path)
    place = variable if variable in os.environ else where.of(path)
    if detail["type"] == "extra_forbidden":
        return unknown_key(path, _known(path), place)
    key = ".".join(path)
    context = detail.get("ctx", {})
    if detail["type"] == "nurture":
        return NurtureError(str(context["code"]), key=key, variable=variable, value=key, where=place)
    code = _CODES.get(detail["type"], "settings.wrong")
    return NurtureError(code, key=key, where=place, **{name: str(value) for name, value in context.items()})


def _known(path: list[str]) -> Iterable[str]:
    """The keys there are beside the last one of that path."""
    if len(path) == 1:
        return [*SECTIONS, *NAMED]
    if len(path) == 4 and path[:2] == ["web", "keys"]:
        return KeySection.model_fields
    return (NAMED[path[0]] if path[0] in NAMED else SECTIONS[path[0]]).model_fields


_CODES = {
    "string_type": "settings.not-text",
    "bool_parsing": "settings.not-yes-no",
    "bool_type": "settings.not-yes-no",
    "int_parsing": "settings.not-number",
    "int_type": "settings.not-number",
    "int_from_float": "settings.not-number",
    "greater_than_equal": "settings.too-small",
    "less_than_equal": "settings.too-large",
    "literal_error": "settings.not-one-of",
    "date_type": "settings.not-a-day",
    "date_from_datetime_parsing": "settings.not-a-day",
    "date_parsing": "settings.not-a-day",
    "float_type": "settings.not-number",
    "float_parsing": "settings.not-number",
    "model_type": "settings.not-a-section",
    "model_attributes_type": "settings.not-a-section",
    "dict_type": "settings.not-a-section",
    "list_type": "settings.not-a-list",
}

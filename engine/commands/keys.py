"""Write keys: thrown by dice, told once; in `nurture.toml` only their digests stand."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from engine.clock import SystemDice
from engine.domain.errors import NurtureError
from engine.settings.load import load_settings
from engine.settings.web import WebSection
from engine.settings.workspace import find_workspace
from engine.web.keys import SOURCE, digest_of


@dataclass(frozen=True, slots=True)
class NewKey:
    """key: stands nowhere else; section: the lines for `nurture.toml`."""

    name: str
    key: str
    section: str


@dataclass(frozen=True, slots=True)
class Known:
    """A key that the settings name. rate: requests a second, 0 for any number."""

    name: str
    on: bool
    origins: tuple[str, ...]
    rate: int


def new_key(folder: Path, name: str, origins: tuple[str, ...]) -> NewKey:
    """Raises NurtureError for a name that is taken, or cannot be one, and for a site that is none."""
    settings = load_settings(find_workspace(folder))
    if name in settings.web.keys or name == SOURCE:
        raise NurtureError("key-taken", name=name)
    dice = SystemDice()
    key = f"{dice.token()}{dice.token()}"
    told = {"digest": digest_of(key), "origins": list(origins)}
    try:
        read = WebSection.model_validate({"keys": {name: told}}).keys[name]
    except ValidationError as error:
        raise NurtureError("key-not-sound", name=name, origins=", ".join(origins)) from error
    sites = ", ".join(f'"{one}"' for one in read.origins)
    lines = [f"[web.keys.{name if name.isascii() else _quoted(name)}]", f'digest = "{read.digest}"']
    return NewKey(name, key, "\n".join([*lines, f"origins = [{sites}]"] if sites else lines) + "\n")


def _quoted(name: str) -> str:
    return f'"{name}"'


def known_keys(folder: Path) -> list[Known]:
    """That of the environment first."""
    web = load_settings(find_workspace(folder)).web
    own = [Known(SOURCE, on=True, origins=(), rate=0)] if web.write_key.get_secret_value() else []
    return own + [Known(name, one.on, tuple(one.origins), one.rate) for name, one in web.keys.items()]

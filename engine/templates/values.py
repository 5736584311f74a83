"""Values at send time: plain data only, and a missing one stops the mail instead of leaving a hole in it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NoReturn

from jinja2 import StrictUndefined
from jinja2.runtime import Undefined


class MissingValue(Exception):
    """A value the mail needs and does not have: the mail is held. path: as the template writes it, `lead.name`."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(path)


class UnusableValue(Exception):
    """A value that cannot stand where the template puts it: a date that is none, a list that is too long."""

    def __init__(self, code: str, value: object) -> None:
        self.code = code
        self.value = str(value)[:80]
        super().__init__(f"{code}: {self.value}")


class Missing(StrictUndefined):
    """What stands in for a missing value: false in a condition, unequal to everything, and nowhere else bearable."""

    __slots__ = ()

    def _fail_with_undefined_error(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise MissingValue(path_of(self))

    def _never(self, *others: object) -> bool:
        return False

    __bool__ = __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = _never  # type: ignore[assignment]
    __str__ = __iter__ = __len__ = __float__ = __int__ = _fail_with_undefined_error
    __html__ = _fail_with_undefined_error
    __hash__ = None  # type: ignore[assignment]


def path_of(missing: Undefined) -> str:
    """The path a missing value was asked for by."""
    name = str(missing._undefined_name)
    holder = missing._undefined_obj
    return f"{holder.path}.{name}" if isinstance(holder, Record) else name


class Record(dict[str, Any]):
    """A group of values that knows its name, so that a missing one can be named."""

    __slots__ = ("path",)

    def __init__(self, path: str, values: Mapping[str, Any]) -> None:
        super().__init__({name: as_plain(f"{path}.{name}", value) for name, value in values.items()})
        self.path = path


def as_plain(path: str, value: Any) -> Any:
    """Text, numbers, dates, lists and groups of them. Raises UnusableValue for anything else."""
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, Mapping):
        return Record(path, value)
    if isinstance(value, (list, tuple)):
        return [as_plain(path, each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    raise UnusableValue("not-plain", path)

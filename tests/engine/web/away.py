"""A database that is away for a while."""

from dataclasses import dataclass
from types import TracebackType

from engine.store.database import Store
from engine.store.sqlite import file_of


@dataclass
class Away:
    """While this lasts, what lies in the place of the file is no database."""

    store: Store

    def __enter__(self) -> None:
        path = file_of(self.store.url)
        away = path.with_name("away")
        self._close()
        away.mkdir()
        for each in path.parent.glob(f"{path.name}*"):
            each.rename(away / each.name)
        path.write_bytes(b"this is no database at all" * 100)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        path = file_of(self.store.url)
        away = path.with_name("away")
        self._close()
        for each in path.parent.glob(f"{path.name}*"):
            each.unlink()
        for each in away.iterdir():
            each.rename(path.parent / each.name)
        away.rmdir()

    def _close(self) -> None:
        self.store._readers.dispose()
        self.store._writers.dispose()

"""What databases of earlier releases look like: `python -m tests.engine.store.released` writes those that are missing.

For each revision that is followed by another: its tables as its own migrations made them, in both databases' words, and rows that
the engine wrote, without the columns that came later. A file that is written once is never written again: what was released stays.
"""

from collections.abc import Iterator
from hashlib import sha256
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from engine.store.schema import metadata
from engine.store.sqlite import make_engine
from engine.store.upgrade import MIGRATIONS
from tests.cli.deployed import Deployed

SCHEMAS = Path(__file__).parent / "schemas"
DIGESTS = SCHEMAS / "migrations.sha256"
ONE_ROW = ("control", "parts", "tidying", "looks")
"""Tables whose rows a migration writes."""
NEWEST_RELEASED = "0002"
"""No release came after it yet."""
DIALECTS = ("sqlite", "postgresql")
AT = 1_793_610_000_000_000
STORY = """event download "Download" {
  asset: text
}
score interest {
  on download give +20 points
  level hot at 40
}
journey {
  stage known
  stage keen when level interest is hot
}
team sales "Sales" {
  members ["mailto:a@kumo.example", "mailto:b@kumo.example"] in turn
}
scenario thanks {
  enter on download
  reenter always
  send first
  wait 2 days
  send second
}
scenario hand-over {
  enter when level interest is hot
  handoff to sales because "warm"
  task "Call" for sales
}
"""
SAMPLES: dict[str, Any] = {"address": "gone@example.com", "reason": "unsubscribed", "at": AT, "target": "https://kumo.example/o''clock?a=%41"}


def scripts() -> ScriptDirectory:
    """The migrations as they stand in the source."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


def released() -> list[str]:
    """Oldest first: somebody's database may be of each. What another follows counts as released."""
    known = [one.revision for one in reversed(list(scripts().walk_revisions()))]
    return [one for one in known if one <= NEWEST_RELEASED or one != known[-1]]


def digest_of(revision: str) -> str:
    """Of the migration's text."""
    found = scripts().get_revision(revision)
    assert found is not None
    return sha256(Path(found.path).read_bytes()).hexdigest()


def digests() -> dict[str, str]:
    """What each migration was when it was released."""
    lines = DIGESTS.read_text("utf-8").splitlines() if DIGESTS.exists() else []
    return dict(line.split() for line in lines)


def tables_of(revision: str, dialect: str) -> str:
    """What its migrations say to an empty database of that kind."""
    config, buffer = Config(), StringIO()
    config.set_main_option("script_location", str(MIGRATIONS))
    script = scripts()

    def upgrade(current: Any, _context: Any) -> Any:
        return script._upgrade_revs(revision, current)

    with EnvironmentContext(config, script, fn=upgrade, as_sql=True, destination_rev=revision) as environment:
        environment.configure(dialect_name=dialect, output_buffer=buffer, render_as_batch=True)
        environment.run_migrations()
    lines = [line.rstrip() for line in buffer.getvalue().splitlines()]
    return "\n".join(line for line in lines if line and not line.startswith("--")) + "\n"


def rows_of(revision: str) -> Iterator[str]:
    """Statements that fill every table of that revision: what the engine writes today, as far as there was a place for it."""
    with TemporaryDirectory() as folder:
        known = _columns(tables_of(revision, "sqlite"), Path(folder) / "empty.db")
        story = told(Path(folder) / "story")
        try:
            with story.store.read() as tx:
                order = [table.name for table in metadata.sorted_tables if table.name in known and table.name not in ONE_ROW]
                for table in order:
                    names = [column.name for column in metadata.tables[table].columns if column.name in known[table]]
                    found = [tuple(row) for row in tx.exec_driver_sql(f"SELECT {', '.join(names)} FROM {table}")]
                    for row in found or [_sample(tx, table, names)]:
                        yield f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(map(_literal, row))});"
                program = tx.exec_driver_sql("SELECT program FROM control").scalar()
            yield f"UPDATE control SET mode = 'live', program = {_literal(program)}, redirect = 'all@kumo.example';"
        finally:
            story.store.close()


def told(folder: Path) -> Deployed:
    """Three leads who have done something, one of them with an event that nobody has decided on yet."""
    story = Deployed(folder)
    story.apply(STORY)
    for lead in ("ada", "bo", "雪"):
        story.happens("lead.changed", lead, email=f"{lead}@example.com", name=f"{lead} O'Hara 100%")
        story.happens("download", lead, asset="guide")
    story.happens("download", "ada", asset="prices")
    story.until("2026-11-05T12:00")
    story.waits("download", "bo", asset="prices")
    return story


def _sample(tx: Connection, table: str, names: list[str]) -> tuple[Any, ...]:
    """A row for a table that the story leaves empty."""
    columns = metadata.tables[table].columns
    numbers = {name for name in names if columns[name].type.python_type is int}
    return tuple(SAMPLES.get(name, 1 if name in numbers else f"{name}-1") for name in names)


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def _columns(tables: str, file: Path) -> dict[str, set[str]]:
    engine = make_engine(f"sqlite:///{file}", "BEGIN")
    with engine.begin() as connection:
        run(connection, tables)
        looked = inspect(connection)
        found = {name: {one["name"] for one in looked.get_columns(name)} for name in looked.get_table_names()}
    engine.dispose()
    return found


def run(connection: Connection, statements: str) -> None:
    """Statement by statement, each ending its line with a semicolon, exactly as it stands there."""
    for statement in statements.replace("BEGIN;\n", "").replace("COMMIT;\n", "").split(";\n"):
        if statement.strip():
            connection.exec_driver_sql(statement, execution_options={"no_parameters": True})


def write() -> list[str]:
    """Writes what is missing; the revisions it wrote."""
    SCHEMAS.mkdir(exist_ok=True)
    known, made = digests(), []
    for revision in released():
        if revision in known:
            continue
        for dialect in DIALECTS:
            (SCHEMAS / f"{revision}.{dialect}.sql").write_text(tables_of(revision, dialect), "utf-8")
        (SCHEMAS / f"{revision}.rows.sql").write_text("\n".join(rows_of(revision)) + "\n", "utf-8")
        known[revision] = digest_of(revision)
        made.append(revision)
    DIGESTS.write_text("".join(f"{revision}  {digest}\n" for revision, digest in sorted(known.items())), "utf-8")
    return made


if __name__ == "__main__":
    write()

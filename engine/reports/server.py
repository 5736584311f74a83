"""What a PostgreSQL server says of itself, as far as it matters to whoever keeps data there."""

from dataclasses import dataclass

from engine.store.hot import Tx

SETTINGS = ("server_version_num", "server_version", "fsync", "full_page_writes", "server_encoding", "synchronous_commit")


@dataclass(frozen=True, slots=True)
class Server:
    """version: such as 180001; open_tables: how many of our tables everybody may read."""

    version: int
    said: str
    fsync: bool
    full_pages: bool
    synchronous: bool
    encoding: str
    open_tables: int


def server(tx: Tx) -> Server | None:
    """None for a file."""
    if tx.dialect.name != "postgresql":
        return None
    found = {name: str(tx.exec_driver_sql(f"SHOW {name}").scalar()) for name in SETTINGS}
    public = "SELECT count(DISTINCT table_name) FROM information_schema.role_table_grants \
WHERE grantee = 'PUBLIC' AND privilege_type = 'SELECT' AND table_schema = current_schema()"
    return Server(
        int(found["server_version_num"]),
        found["server_version"],
        found["fsync"] == "on",
        found["full_page_writes"] == "on",
        found["synchronous_commit"] != "off",
        found["server_encoding"],
        int(tx.exec_driver_sql(public).scalar_one()),
    )

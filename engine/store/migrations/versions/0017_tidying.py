"""How far the daemon has come with what is older than the horizon: one row, which whoever tidies locks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    table = op.create_table(
        "tidying",
        sa.Column("id", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.BigInteger, nullable=False, server_default="0") for name in ("began", "ended", "raw", "proof")),
        *(sa.Column(name, WORDS, nullable=False, server_default="") for name in ("part", "last", "program")),
        sa.Column("rows", WORDS, nullable=False, server_default="{}"),
        sa.Column("through", sa.BigInteger, nullable=False, server_default="0"),
    )
    op.bulk_insert(table, [{"id": 1}])

"""On PostgreSQL members sort by their code points like all words; 0002 had left them to the server's language."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    if op.get_context().dialect.name != "postgresql":
        return
    for table in ("handoffs", "tasks"):
        op.alter_column(table, "member", type_=postgresql.TEXT(collation="C"), existing_type=sa.Text())

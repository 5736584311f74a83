"""Who of a team has a handoff or a task in hand; which events of the inbox are letters between subjects."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    for table in ("handoffs", "tasks"):
        op.add_column(table, sa.Column("member", sa.Text(), nullable=False, server_default=""))
    op.add_column("inbox", sa.Column("letter", sa.Integer(), nullable=False, server_default="0"))
    where = sa.text("aside = 0 AND letter = 1")
    op.create_index("inbox_letters", "inbox", ["seq"], sqlite_where=where, postgresql_where=where)

"""The first tables."""

from alembic import op

from engine.store.schema import control, metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    metadata.create_all(op.get_bind())
    op.execute(control.insert().values(id=1))

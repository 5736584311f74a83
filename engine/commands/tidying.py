"""`nurture db tidy`: what is older than the horizon loses its raw payload."""

from dataclasses import dataclass
from pathlib import Path

from engine.app import store_at
from engine.domain.instants import Instant
from engine.store import control
from engine.work.deployments import compile_stored
from engine.work.programs import Programs
from engine.work.retention import Tidying, horizon_of


@dataclass(frozen=True, slots=True)
class Tidied:
    """horizon, proof: the moments, 0 where nothing is ever too old; rows: by table, how many lost something."""

    zone: str
    horizon: Instant
    proof: Instant
    rows: dict[str, int]


def tidy(folder: Path, *, dry: bool) -> Tidied:
    """Raises NurtureError where the program in force is of another release: what it computes with is not known then."""
    with store_at(folder) as (settings, store):
        with store.read() as tx:
            hash_ = control.read(tx).program
            program = Programs(compile_stored).get(tx, hash_) if hash_ else None
        told = settings.retention
        horizon = horizon_of(store.clock.now(), raw_days=told.raw_days, proof_days=told.proof_days)
        rows = Tidying(store, program, horizon, is_dry=dry).tidy()
        return Tidied(settings.workspace.timezone, horizon.raw, horizon.proof, rows)

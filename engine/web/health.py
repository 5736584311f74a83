"""Whether all is well, for a load balancer and for a person."""

from starlette.responses import JSONResponse, Response

from engine.domain.errors import NurtureError, Problem
from engine.store import arrivals, control, inbox
from engine.store.gauges import revision
from engine.store.schema import REVISION
from engine.web.asked import Asked, Web, spoken

SILENT_SECONDS = 30.0
"""A job of this process that has not gone well for so long does not go."""
FRESH = {"Cache-Control": "no-store"}


def health(web: Web, asked: Asked) -> Response:
    """live: this process answers. queue: events no decision has seen yet. 503 while the database does not answer."""
    try:
        with web.store.read() as tx:
            state, queue = control.read(tx), inbox.depth(tx) + arrivals.depth(tx).events
    except NurtureError as error:
        return JSONResponse({"live": True, "database": error.problem.code}, 503)
    said = {"live": True, "database": "ok", "queue": queue, "mode": state.mode, "stopped": state.stopped, "halted": state.halted}
    return JSONResponse(said, headers=FRESH)


def alive(web: Web, asked: Asked) -> Response:
    """This process answers; whether it can do its work, `/readyz` says."""
    return JSONResponse({"alive": True}, headers=FRESH)


def ready(web: Web, asked: Asked) -> Response:
    """Whether it does its work: 200, or 503 with every reason why not."""
    reasons = problems(web)
    said = {"ready": not reasons, "reasons": [spoken(one, asked.language) for one in reasons]}
    return JSONResponse(said, 503 if reasons else 200, FRESH)


def problems(web: Web) -> list[Problem]:
    """Everything that keeps this process from its work."""
    found = []
    try:
        with web.store.read() as tx:
            there = revision(tx)
        if there != REVISION:
            found.append(Problem("ready.revision", {"found": there, "wanted": REVISION}))
    except NurtureError as error:
        found.append(Problem("ready.database", {"code": error.problem.code}))
    ages = web.store.pulse.read().ages
    late = {job: age for job, age in sorted(ages.items()) if age > SILENT_SECONDS}
    found += [Problem("ready.beat", {"job": job, "seconds": f"{age:.0f}"}) for job, age in late.items()]
    return found

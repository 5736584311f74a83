"""Whether all is well, for a load balancer and for a person."""

from starlette.responses import JSONResponse, Response

from engine.domain.errors import NurtureError
from engine.store import control, inbox
from engine.web.asked import Asked, Web


def health(web: Web, asked: Asked) -> Response:
    """live: this process answers. queue: events no decision has seen yet. 503 while the database does not answer."""
    try:
        with web.store.read() as tx:
            state, queue = control.read(tx), inbox.depth(tx)
    except NurtureError as error:
        return JSONResponse({"live": True, "database": error.problem.code}, 503)
    said = {"live": True, "database": "ok", "queue": queue, "mode": state.mode, "stopped": state.stopped}
    return JSONResponse(said, headers={"Cache-Control": "no-store"})

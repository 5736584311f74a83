"""What Segment's client for browsers asks for before it sends anything: where to, and with what."""

from urllib.parse import urlsplit

from starlette.responses import JSONResponse, Response

from engine.domain.errors import Problem
from engine.web.asked import Asked, Web, refused
from engine.web.pace import paced, too_fast
from engine.web.segment import open_to


async def site_settings(web: Web, asked: Asked) -> Response:
    """Where a page with this key sends to. A key that is no page's is told nothing, like one that is none."""
    told = paced(web, asked, web.ring.of_header(asked.headers.get("authorization", "")))
    # It may be kept for a minute: not what a page of one site heard for one of another, nor for a page what a server heard.
    headers = {"Vary": "Origin"} | open_to(web.ring, asked.headers.get("origin", "")) | (told.headers if told else {})
    if told and not told.allowed:
        return refused(too_fast(told), 429, asked.language, headers)
    key = web.ring.found([asked.path["key"].encode("utf-8", "replace")])
    if isinstance(key, Problem) or not key.is_public:
        return refused(Problem("web.not-found"), 404, asked.language, headers)
    parts = urlsplit(web.settings.links.base_url)
    sent = {"apiKey": asked.path["key"], "apiHost": f"{parts.netloc}{parts.path}/v1", "protocol": parts.scheme}
    # Of what its makers serve there beside this, a page needs nothing: no other destinations, no plan, no figures about itself.
    said = {"integrations": {"Segment.io": sent}, "plan": {}, "edgeFunction": {}, "metrics": {"sampleRate": 0}, "remotePlugins": []}
    return JSONResponse(said, headers=headers | {"Cache-Control": "max-age=60"})

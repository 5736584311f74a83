"""The routes, and what stands around every one of them."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine.clock import Clock, Dice
from engine.domain.errors import Problem
from engine.doors.spool import spool_in
from engine.settings.model import Settings
from engine.store.database import Store
from engine.web import api_docs, assets, confirming, events_api, forms, mail_links, preferences, providers, segment, segment_pages
from engine.web.asked import Handler, QuickHandler, Web, endpoint, language_of, quick_endpoint, refused
from engine.web.health import alive, health, ready
from engine.web.intake import Intake
from engine.web.keys import KeyRing
from engine.web.metrics import metrics
from engine.web.openapi import Served
from engine.web.pages import plain
from engine.web.quick import Quick
from engine.web.senders import Senders
from engine.web.wishes import Wishes
from engine.work.deployments import compile_stored
from engine.work.programs import Programs

QUICK: tuple[tuple[str, QuickHandler, tuple[str, ...], int], ...] = (
    ("/v1/events", events_api.events, ("POST",), events_api.SIZE),
    ("/v1/leads", events_api.leads, ("POST",), events_api.SIZE),
    *((path, segment.calls(call), ("POST", "OPTIONS"), segment.SIZE) for path, call in segment.PATHS.items()),
    ("/v1/projects/{key}/settings", segment_pages.site_settings, ("GET",), 0),
)
ROUTES: tuple[tuple[str, Handler, tuple[str, ...], int], ...] = (
    ("/o/{token}.gif", mail_links.pixel, ("GET",), 0),
    ("/c/{token}", mail_links.click, ("GET",), 0),
    ("/u/{token}", mail_links.leaving, ("GET", "POST"), mail_links.FORM_SIZE),
    ("/p/{token}", preferences.preferences, ("GET", "POST"), preferences.FORM_SIZE),
    ("/y/{token}", confirming.confirming, ("GET", "POST"), confirming.FORM_SIZE),
    ("/f/{name}", forms.form, ("GET", "POST"), forms.SIZE),
    ("/a/{token}", assets.by_mail_or_free, ("GET",), 0),
    ("/a/{token}/{name}", assets.by_form, ("GET",), 0),
    ("/v1/providers/{name}", providers.report, ("GET", "POST"), providers.SIZE),
    ("/health", health, ("GET",), 0),
    ("/healthz", alive, ("GET",), 0),
    ("/readyz", ready, ("GET",), 0),
    ("/metrics", metrics, ("GET",), 0),
)
"""Path, handler, methods (HEAD goes with GET), bytes of a body."""
SERVED = tuple(Served(path, methods, (handler.__doc__ or "").partition("\n")[0]) for path, handler, methods, _ in (*QUICK, *ROUTES))
DOCS: tuple[tuple[str, Handler, tuple[str, ...], int], ...] = (
    ("/openapi.json", api_docs.openapi(SERVED), ("GET",), 0),
    ("/docs", api_docs.docs, ("GET",), 0),
    ("/docs/{language}", api_docs.docs, ("GET",), 0),
)
"""The pages about all the others."""

RETRY_SECONDS = "5"
"""Who is told 503 is told when to come again, too."""
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def create_app(store: Store, settings: Settings, clock: Clock, dice: Dice) -> Starlette:
    """The web role of one workspace, as an ASGI application."""
    wishes = Wishes(store, spool_in(settings.state))
    ring, senders = KeyRing.of(settings.web), Senders(settings)
    web = Web(store, settings, clock, dice, wishes, Intake(store), ring, senders, Programs(compile_stored))
    routes: list[BaseRoute] = [
        Route(path, quick_endpoint(web, quick, limit=limit), methods=list(methods)) for path, quick, methods, limit in QUICK
    ]
    plainly = (*ROUTES, *DOCS)
    routes += [Route(path, endpoint(web, handler, limit=limit), methods=list(methods)) for path, handler, methods, limit in plainly]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _nothing_there(settings.workspace.language)})
    # A redirect would be built from the asker's `Host`.
    app.router.redirect_slashes = False
    always = SAFE | ({"Strict-Transport-Security": "max-age=31536000"} if settings.links.base_url.startswith("https:") else {})
    app.add_middleware(_SafeHeaders, headers=always)
    app.state.quick = Quick(web, {path: (handler, limit) for path, handler, methods, limit in QUICK if "POST" in methods}, always)
    return app


def _nothing_there(language: str) -> Callable[[Request, Exception], Awaitable[Response]]:
    """404 and 405: a page for readers, JSON for programs."""

    async def answer(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        said = language_of(request.headers.get("accept-language", "")) or language
        if error.status_code == 404 and not request.url.path.startswith("/v1/"):
            return plain("lost", said, status=404)
        problem = Problem("web.wrong-method" if error.status_code == 405 else "web.not-found")
        return refused(problem, error.status_code, said, dict(error.headers or {}))

    return answer


class _SafeHeaders:
    """Headers that every answer carries."""

    def __init__(self, app: ASGIApp, *, headers: Mapping[str, str]) -> None:
        self._app = app
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def careful(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                in_frame = "frame-ancestors http" in headers.get("content-security-policy", "")
                for name, value in self._headers.items():
                    # The sites that may show a form inside theirs are named in its policy; the older header knows none.
                    if name != "X-Frame-Options" or not in_frame:
                        headers.setdefault(name, value)
                if message["status"] == 503:
                    headers.setdefault("Retry-After", RETRY_SECONDS)
            await send(message)

        await self._app(scope, receive, careful if scope["type"] == "http" else send)

"""`/v1/providers/NAME`: what mail services report of our mails. 200 for what was taken or is about none, 401 and 403 for what is forged."""

from starlette.responses import JSONResponse, Response

from engine.domain.errors import NurtureError, Problem
from engine.doors.mailbox.taking import Limits
from engine.doors.provider_posts import SERVICES, Post, Trust, told_by
from engine.doors.providers import take_told
from engine.web.asked import Asked, Web, refused

SIZE = 5_000_000
"""Bytes of a post: services gather their events."""
_STATUS = {
    "provider-password": 401,
    "provider-no-key": 401,
    "provider-forged": 403,
    "provider-replayed": 403,
    "provider-unreadable": 400,
    "provider-unreachable": 503,
    "provider-not-installed": 501,
}


def report(web: Web, asked: Asked) -> Response:
    """A mail service reports what became of mails of ours."""
    name = asked.path["name"]
    section = web.settings.providers.get(name)
    if section is None or name not in SERVICES:
        return refused(Problem("web.not-found"), 404, asked.language)
    if asked.method != "POST":
        # Some ask whether the address is there, when it is entered.
        return JSONResponse({})
    post = Post(asked.body, asked.headers, f"{web.settings.links.base_url.rstrip('/')}/v1/providers/{name}")
    trust = Trust(section.secret, section.key, section.topic, section.confirm)
    try:
        told = told_by(name, post, trust, web.store.clock.now())
        mailbox = web.settings.mailbox
        counts = take_told(web.store, name, told, Limits(mailbox.soft_bounces, mailbox.soft_days))
    except NurtureError as error:
        return _refused(error.problem, asked)
    return JSONResponse(dict(counts))


def _refused(problem: Problem, asked: Asked) -> Response:
    status = _STATUS.get(problem.code)
    if status is None:
        return refused(Problem("web.database", {"reason": problem.code}), 503, asked.language, {"Retry-After": "5"})
    headers = {"WWW-Authenticate": 'Basic realm="nurture"'} if status == 401 else {"Retry-After": "60"} if status == 503 else None
    return refused(Problem(problem.code, problem.values), status, asked.language, headers)

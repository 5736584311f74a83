"""What somebody sends to every address of ours, with one hostile text in all places of it that a text can stand in."""

import json
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from tests.engine.web.conftest import KEY
from tests.hostile.pages import FORM, Asked, at_rest, in_path

CHOOSES, CONFIRMS = 1_000, 2_000
"""From these numbers on mails are of readers who do that and no more: of who has left there are other pages."""
Calls = Callable[[str, int], list[Asked]]
"""told: the text; number: of the mail whose links are used."""
JSON = {"Content-Type": "application/json", "Authorization": f"Bearer {KEY}"}


def heads(told: str) -> dict[str, str]:
    """What a browser, or a proxy, says of itself."""
    line = told.replace("\r", " ").replace("\n", " ").replace("\0", " ")
    names = ("Accept-Language", "User-Agent", "Origin", "Host", "X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "Cookie", "Prefer")
    return dict.fromkeys(names, line) | {"Referer": f"https://site.example/{line}"}


def numbers(number: int) -> dict[str, str]:
    """n: of a mail whose reader leaves by it; p, y: of others, who choose and who confirm."""
    return {name: f"{number + more:08}" for name, more in (("n", 0), ("p", CHOOSES), ("y", CONFIRMS))}


def _get(*paths: str) -> Calls:
    """paths: `{told}` and `{n}` are filled in."""
    return lambda told, number: [Asked("GET", path.format(told=in_path(told), **numbers(number)), b"", heads(told)) for path in paths]


def _post(path: str, *bodies: dict[str, str]) -> Calls:
    """bodies: forms, `TOLD` in them is the text."""

    def calls(told: str, number: int) -> list[Asked]:
        forms = [{name.replace("TOLD", told): value.replace("TOLD", told) for name, value in body.items()} for body in bodies]
        where = path.format(told=in_path(told), **numbers(number))
        return [Asked("POST", where, urlencode(form, errors="replace").encode(), FORM | heads(told)) for form in forms]

    return calls


def _both(*several: Calls) -> Calls:
    return lambda told, number: [one for calls in several for one in calls(told, number)]


def _sent(told: str, number: int) -> list[Asked]:
    """A form that is taken, one that was too quick, one that is none; and what was handed out."""
    sent = at_rest(f"sent-by-somebody-{number:04}")
    whole = {"a.name": told, "a.email": "aoi@reader.example", "c.news": "yes", "came-from": f"https://site.example/{told}"}
    bodies = [whole | {"sent": sent}, whole | {"sent": told}, {told: told}, whole | {"sent": sent, "homepage": told}]
    query = urlencode({"utm_source": told, "lang": told, told: told, "embed": told}, errors="replace")
    posts = [Asked("POST", f"/f/f0?{query}", urlencode(body, errors="replace").encode(), FORM | heads(told)) for body in bodies]
    return [*posts, Asked("POST", "/f/f0", told.encode("utf-8", "replace"), {"Content-Type": "multipart/form-data; boundary=x"})]


def _call(path: str) -> Calls:
    """Of programs: the text as every value and every name, with the key and without."""

    def calls(told: str, number: int) -> list[Asked]:
        line = told.encode("utf-8", "replace").decode()
        pair = {line: line}
        sound = {"id": line, "type": line, "keys": {"email": line} | pair, "props": pair, "attributes": pair, "source": line}
        segment = {"userId": line, "event": line, "properties": pair, "traits": pair, "messageId": line, "groupId": line}
        bodies = [sound, segment | {"writeKey": line}, {"batch": [segment | {"type": line}], line: line}, line]
        asked = [Asked("POST", path, json.dumps(body).encode(), JSON) for body in bodies]
        keyless = {"Content-Type": "application/json"} | heads(told)
        return [*asked, Asked("POST", path, json.dumps(segment | {"writeKey": line}).encode(), keyless)]

    return calls


READER = {"do": "save", "shown": "TOLD", "was": "TOLD", "topic": "TOLD", "pause": "TOLD", "language": "TOLD", "TOLD": "TOLD"}
TRIED: Mapping[str, Calls] = {
    "/o/{token}.gif": _get("/o/{told}.gif", "/o/open-{n}.gif"),
    "/c/{token}": _get("/c/{told}", "/c/click-{n}"),
    "/u/{token}": _both(
        _get("/u/{told}", "/u/unsubscribe-{n}"),
        _post("/u/{told}", {"leave": "all"}),
        _post("/u/unsubscribe-{n}", {"leave": "TOLD"}, {"leave": "topic"}, {"leave": "all"}),
        _get("/u/unsubscribe-{n}"),
    ),
    "/y/{token}": _both(_get("/y/{told}", "/y/confirm-{y}"), _post("/y/confirm-{y}", {"do": "yes"}), _get("/y/confirm-{y}")),
    "/p/{token}": _both(
        _get("/p/{told}", "/p/unsubscribe-{p}"),
        _post("/p/unsubscribe-{p}", READER, READER | {"do": "undo"}, {"do": "save", "shown": "news", "was": "news", "tracked": "yes"}),
        _post("/p/unsubscribe-{p}", {"do": "leave"}, {"do": "back"}, {"do": "TOLD"}, {"do": "leave"}),
        _get("/p/unsubscribe-{p}"),
    ),
    "/f/{name}": _both(_get("/f/{told}", "/f/f0?lang={told}&utm_source={told}&{told}={told}", "/f/f1?embed={told}"), _sent),
    "/a/{token}": _get("/a/{told}", "/a/paper0", "/a/paper1", "/a/click-{n}"),
    "/a/{token}/{name}": _get("/a/{told}/{told}", "/a/{told}/paper0", f"/a/{at_rest('sent-by-somebody-0001')}/paper0"),
    "/v1/providers/{name}": _both(_get("/v1/providers/{told}"), _post("/v1/providers/{told}", {"TOLD": "TOLD"})),
    "/v1/projects/{key}/settings": _get("/v1/projects/{told}/settings"),
    "/v1/events": _call("/v1/events"),
    "/v1/leads": _call("/v1/leads"),
    **{f"/v1/{call}": _call(f"/v1/{call}") for call in ("track", "identify", "page", "screen", "group", "alias", "batch")},
    **{f"/v1/{call}": _call(f"/v1/{call}") for call in ("t", "i", "p", "s", "g", "a", "b")},
    "/health": _get("/health"),
    "/healthz": _get("/healthz"),
    "/readyz": _get("/readyz"),
    "/metrics": _get("/metrics"),
    "/openapi.json": _get("/openapi.json?{told}"),
    "/docs": _get("/docs?{told}"),
    "/docs/{language}": _get("/docs/{told}", "/docs/ja"),
    "": _get("/{told}", "/{told}/{told}", "/v1/{told}"),
}
"""By route, as the application has it; `""` is an address that nobody has."""

"""`/docs`: the HTTP API as a page, in two languages, for a phone too: no script, nothing loaded from elsewhere. And `/openapi.json`."""

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from html import escape
from string import Template
from typing import Any

from starlette.responses import HTMLResponse, Response

from engine.web.api_words import FIELDS, OPERATIONS, REFUSALS, Operation
from engine.web.asked import Asked, Handler, Web
from engine.web.openapi import Schema, Served, body_of, document, schemas
from engine.web.pages import plain, shell
from engine.web.segment import PATHS

STYLE = """
:root{color-scheme:light dark;--line:color-mix(in srgb,CanvasText 18%,Canvas);--soft:color-mix(in srgb,CanvasText 6%,Canvas)}
*{box-sizing:border-box}
body{margin:0;font:16px/1.65 system-ui,-apple-system,"Hiragino Sans","Noto Sans CJK JP","Noto Sans JP",sans-serif;
background:Canvas;color:CanvasText;overflow-wrap:anywhere}
main{max-width:50rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:1.5rem;line-height:1.3;margin:0}
header p{margin:.25rem 0 1.25rem}
nav ul{list-style:none;margin:1.5rem 0 0;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(10rem,1fr));gap:.25rem 1rem}
a{color:LinkText}
h2{font-size:1.1rem;line-height:1.4;margin:0 0 .25rem}
section{margin:2rem 0 0;padding:1.5rem 0 0;border-top:1px solid var(--line)}
h3{font-size:.9rem;margin:1.25rem 0 .25rem}
p{margin:0 0 .75rem}
code,pre{font:.875em/1.55 ui-monospace,"SFMono-Regular",Menlo,"DejaVu Sans Mono",monospace}
code{background:var(--soft);padding:.1em .3em;border-radius:.25rem}
pre{background:var(--soft);padding:.75rem 1rem;border-radius:.5rem;margin:0;overflow-x:auto;white-space:pre-wrap}
pre code{background:none;padding:0}
dl{margin:0}
dt{margin:.6rem 0 0}
dd{margin:0 0 0 1rem}
@media(min-width:40rem){dl{display:grid;grid-template-columns:minmax(11rem,auto) 1fr;gap:.35rem 1.25rem}dt{margin:0}dd{margin:0}}
.kind{font-size:.8rem;color:color-mix(in srgb,CanvasText 75%,Canvas);white-space:nowrap}
"""
_HASH = b64encode(sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Cache-Control": "max-age=300",
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_HASH}'; frame-ancestors 'none'; base-uri 'none'",
    "X-Robots-Tag": "noindex, nofollow",
    "Vary": "Accept-Language",
}
WORDS: dict[str, tuple[str, str]] = {
    "title": ("Events over HTTP", "HTTP でできごとを送る"),
    "other": ("日本語", "English"),
    "key": (
        "A write key goes with every request: as `Authorization: Bearer KEY`, as the user name of Basic, or as `writeKey` in the body of "
        "a Segment call. It allows writing only. What was answered with 200 or 202 is on disk. "
        "Bodies may be packed with gzip.",
        "すべてのリクエストに書き込みキーを付けます。`Authorization: Bearer キー`、Basic のユーザー名、または本文の `writeKey`（Segment の"
        "呼び出し）です。できるのは書き込みだけです。200 か 202 が返ったものは、ディスクに書き込まれています。本文は gzip で圧縮できます。",
    ),
    "segment": (
        "Clients of Segment and RudderStack send here as they are: set their host to this server.",
        "Segment や RudderStack のクライアントは、送り先をこのサーバーにするだけで使えます。",
    ),
    "fields": ("Fields", "項目"),
    "needed": ("needed", "必須"),
    "example": ("Example", "例"),
    "answers": ("What comes back", "返ってくるもの"),
    "done": ("It is on disk. `errors` names what could not be read.", "ディスクに書き込みました。読めなかったものは `errors` にあります。"),
    "browsers": ("for browsers too", "ブラウザーからは"),
}
_BODY = Template(
    """<header><h1>$title</h1>
<p><a href="/docs/$other" lang="$other" hreflang="$other">$said_other</a> · <a href="/openapi.json">OpenAPI 3.1</a></p></header>
<p>$key</p>
<p>$segment</p>
<nav aria-label="$title"><ul>
$links</ul></nav>
$calls"""
)


def openapi(served: Iterable[Served]) -> Handler:
    """The handler of `/openapi.json`."""
    known = tuple(served)

    def answer(web: Web, asked: Asked) -> Response:
        made = _written(known, web.settings.links.base_url)
        return Response(made, media_type="application/json", headers={"Cache-Control": "max-age=300"})

    return answer


@lru_cache(maxsize=4)
def _written(served: tuple[Served, ...], server: str) -> bytes:
    return json.dumps(document(served, server), ensure_ascii=False, indent=1).encode()


def docs(web: Web, asked: Asked) -> Response:
    """The page, in the language of its path or else of the asker."""
    language = asked.path.get("language", asked.language)
    if language not in ("en", "ja"):
        return plain("lost", asked.language, status=404)
    return HTMLResponse(_page(language), headers=HEADERS | {"Content-Language": language})


@lru_cache(maxsize=2)
def _page(language: str) -> str:
    known = schemas()
    body = _BODY.substitute(
        other="en" if language == "ja" else "ja",
        title=_word("title", language),
        said_other=_word("other", language),
        key=_word("key", language),
        segment=_word("segment", language),
        links="".join(f'<li><a href="#{_name(path)}">{path}</a></li>\n' for path in OPERATIONS)
        + f'<li><a href="#answers">{_word("answers", language)}</a></li>\n',
        calls="".join(_call(path, one, known, language) for path, one in OPERATIONS.items()) + _answers(language),
    )
    return shell(language, _word("title", language), body, STYLE)


def _call(path: str, one: Operation, known: Mapping[str, Schema], language: str) -> str:
    short = next((other for other, call in PATHS.items() if path == f"/v1/{call}" and other != path), "")
    also = f" · <code>{short}</code> {_word('browsers', language)}" if short else ""
    example = escape(json.dumps(one.example, ensure_ascii=False, indent=2))
    return "\n".join(
        [
            f'<section id="{_name(path)}"><h2>POST <code>{path}</code></h2>',
            f"<p>{_marked(one.ja if language == 'ja' else one.en)}{also}</p>",
            f"<h3>{_word('fields', language)}</h3>",
            f"<dl>{''.join(_fields(_schema(path, known), language))}</dl>",
            f"<h3>{_word('example', language)}</h3>",
            f"<pre><code>{example}</code></pre></section>\n",
        ]
    )


def _answers(language: str) -> str:
    told = {"200, 202": WORDS["done"], **{str(status): words for status, words in REFUSALS.items()}}
    rows = "".join(f"<dt><code>{status}</code></dt><dd>{_marked(_in(words, language))}</dd>\n" for status, words in told.items())
    return f'<section id="answers"><h2>{_word("answers", language)}</h2><dl>{rows}</dl></section>\n'


def _schema(path: str, known: Mapping[str, Schema]) -> Schema:
    """Of one event, where several may come."""
    found = known[body_of(path)]
    return known[found["anyOf"][0]["$ref"].rpartition("/")[2]] if "anyOf" in found else found


def _fields(schema: Schema, language: str) -> Iterator[str]:
    for name, said in schema["properties"].items():
        needed = f", {_word('needed', language)}" if name in schema.get("required", ()) else ""
        about = _marked(_in(FIELDS[name], language))
        yield f'<dt><code>{name}</code> <span class="kind">{_kind(said)}{needed}</span></dt><dd>{about}</dd>\n'


def _kind(said: Mapping[str, Any]) -> str:
    """text, number, object or list, as JSON calls them."""
    kinds = [one.get("type", "") for one in said.get("anyOf", [said])]
    return " | ".join(kind for kind in dict.fromkeys(kinds) if kind and kind != "null")


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _in(words: tuple[str, str], language: str) -> str:
    return words[1 if language == "ja" else 0]


def _word(name: str, language: str) -> str:
    return _marked(_in(WORDS[name], language))


def _marked(text: str) -> str:
    """Every second piece between backticks is code."""
    pieces = escape(text).split("`")
    return "".join(f"<code>{piece}</code>" if number % 2 else piece for number, piece in enumerate(pieces))

"""Requests as bytes: sound ones of every call, and what becomes of them when bytes are changed."""

import gzip
import json
import re
import socket
from base64 import b64encode
from contextlib import suppress
from random import Random
from typing import NamedTuple

from engine.web.api_words import OPERATIONS
from engine.web.segment import PATHS

TELLING: tuple[bytes, ...] = (
    b"\x00", b"\xff\xfe", b"\\ud800", b"NaN", b"1e999", b"9" * 30, b"[" * 40, b'{"a":' * 20, b"null", b'""', b"'", b'"', b"\r\n",
    b"\r\n\r\n",     b"%00", b"..", b"%2e%2e", b"\xe2\x80\xa8", b"-1", b"gzip", b"chunked",
    b"Transfer-Encoding: chunked\r\n", b"Expect: 100-continue\r\n",
    b"Content-Encoding: gzip\r\n", b"Upgrade: websocket\r\n", b"HTTP/9.9", b"Basic ", b"Bearer ", "山田".encode(), "𠮷".encode("utf-16-be"),
)  # fmt: skip
"""Bytes that have broken readers before."""
LOOKED_AT = ("/o/abc.gif", "/c/abc", "/u/abc", "/p/abc", "/health", "/healthz", "/readyz", "/metrics", "/openapi.json", "/docs", "/docs/ja")


def sound(key: str) -> list[bytes]:
    """A request that is taken, of each call in each of its forms; and those of readers and watchers."""
    basic = b64encode(f"{key}:".encode()).decode()
    found = []
    for path in [*OPERATIONS, *PATHS]:
        example = OPERATIONS.get(path) or OPERATIONS[f"/v1/{PATHS[path]}"]
        body = json.dumps(example.example, ensure_ascii=False).encode()
        found.append(request("POST", path, body, f"Authorization: Basic {basic}\r\nContent-Type: application/json\r\n"))
        if path in PATHS:
            packed = gzip.compress(body)
            found.append(request("POST", path, packed, f"Authorization: Bearer {key}\r\nContent-Encoding: gzip\r\n"))
            told = json.dumps(example.example | {"writeKey": key}).encode()
            found.append(request("POST", path, told, "Content-Type: text/plain\r\nOrigin: https://www.kaku.example\r\n"))
            found.append(request("OPTIONS", path, b"", "Origin: https://www.kaku.example\r\nAccess-Control-Request-Method: POST\r\n"))
    for path in LOOKED_AT:
        found.append(request("GET", path, b"", "Accept-Language: ja\r\n"))
    many = "&".join(f"f{number}=1" for number in range(150))
    found.append(request("GET", f"/f/abc?{many}", b""))
    for path in ("/u/abc", "/p/abc", "/y/abc", "/f/abc"):
        for said in ("leave=all", many):
            found.append(request("POST", path, said.encode(), "Content-Type: application/x-www-form-urlencoded\r\n"))
    # Each goes the short way, from the socket to its handler, and the long one.
    return [*found, *(one.replace(b"\r\nHost", b"\r\nConnection: close\r\nHost", 1) for one in found)]


def request(method: str, path: str, body: bytes, headers: str = "") -> bytes:
    """It keeps its connection."""
    head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
    return head.encode() + body


def mutated(seeds: list[bytes], chance: Random) -> bytes:
    """One of them with some bytes changed, mostly of its body, whose length is then told anew."""
    head, _, body = chance.choice(seeds).partition(b"\r\n\r\n")
    if body and chance.random() < 0.75:
        body = _changed(body, chance.choice(seeds).partition(b"\r\n\r\n")[2], chance)
        head = re.sub(rb"Content-Length: \d+", b"Content-Length: %d" % len(body), head)
        return head + b"\r\n\r\n" + body
    return _changed(head + b"\r\n\r\n" + body, chance.choice(seeds), chance)


def _changed(text: bytes, other: bytes, chance: Random) -> bytes:
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        place = chance.randrange(len(text) + 1)
        end = min(len(text), place + chance.choice((1, 1, 2, 4, 8, 30, 200)))
        match chance.randrange(6):
            case 0:
                text = text[:place] + bytes([chance.randrange(256)]) + text[place + 1 :]
            case 1:
                text = text[:place] + text[end:]
            case 2:
                text = text[:end] + text[place:end] * chance.choice((1, 1, 2, 50)) + text[end:]
            case 3:
                text = text[:place] + chance.choice(TELLING) + text[place:]
            case 4:
                text = text[:place] + chance.choice(TELLING) + text[end:]
            case _:
                text = text[:place] + other[chance.randrange(len(other) + 1) :][:300] + text[place:]
    return text[:20_000]


def is_whole(text: bytes) -> bool:
    """Whether a server that takes it at its word would not wait for more of it."""
    head, ends, body = text.partition(b"\r\n\r\n")
    told = re.findall(rb"(?i)\ncontent-length:\s*(\d{1,9})\s*\r", head + b"\r")
    return bool(ends) and b"chunked" not in head.lower() and len(told) == 1 and int(told[0]) <= len(body)


class Answer(NamedTuple):
    """Of a request. status: 0 where none can come, as it was not whole; comes_again: whether it says when to come again."""

    status: int = 0
    comes_again: bool = False


def send(host: str, port: int, text: bytes) -> Answer:
    """Sends it, and waits for the head of the answer where one must come."""
    said = b""
    with suppress(OSError), socket.create_connection((host, port), timeout=10) as line:
        line.sendall(text)
        while is_whole(text) and b"\r\n\r\n" not in said and (more := line.recv(65_536)):
            said += more
    head = said.partition(b"\r\n\r\n")[0].lower()
    status = re.match(rb"http/1\.1 (\d{3}) ", head)
    return Answer(int(status[1]), b"\r\nretry-after:" in head) if status else Answer()

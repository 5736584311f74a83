"""What services post, as somebody else has written it down, through our door: `python -m tests.engine.web.provider_others ANYMAIL`.

Nothing of it is kept here. ANYMAIL is an unpacked source of django-anymail from where it is developed (BSD; neither its wheel nor the
archive on the package index has the tests). Its tests post payloads that were copied from services, to a client that we put in
theirs place; a program of its own runs them, since its folder of tests is called as ours is.
"""

import base64
import hmac
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from hashlib import md5, sha1, sha256
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlencode

from engine.domain.errors import NurtureError
from engine.domain.instants import SECOND, from_iso
from engine.doors.provider_posts import SERVICES, Post, Trust, told_by
from engine.doors.providers import is_dead
from tests.engine.web.provider_payloads import BASE, BASIC, KEY, TOPIC, certificate, ses

NOW = from_iso("2026-11-02T09:00:00+00:00")
MODULES = {service.module: name for name, service in SERVICES.items()}
DEAD = ("hard", "permanent", "invalid_email", "bad_mailbox")
ALIVE = ("soft", "transient", "temporary", "blocked", "deferred", "delay", "greylist", "throttl", "quota", "full")
"""What a test of theirs is called that is about an address which is no good for any mail, or about one that only does not take this one."""

RECORDER = """
import base64, importlib, json, sys, unittest, warnings
warnings.simplefilter("ignore")
import django
from django.conf import settings
settings.configure(USE_TZ=True, ALLOWED_HOSTS=["*"], ANYMAIL={}, INSTALLED_APPS=["anymail"], DATABASES={})
django.setup()
class Answer:
    status_code, content = 200, b""
class Client:
    def __init__(self, *told, **more):
        self.defaults = {}
    def __getattr__(self, name):
        return lambda *told, **more: None
    def post(self, path, data=None, content_type="multipart/form-data", secure=True, headers=None, **more):
        if isinstance(data, dict) and content_type.startswith("multipart"):
            body, content_type = __import__("urllib.parse").parse.urlencode(data, doseq=True).encode(), "application/x-www-form-urlencoded"
        else:
            body = data if isinstance(data, bytes) else (data if isinstance(data, str) else json.dumps(data)).encode()
        print(json.dumps({"module": module, "test": name, "path": path, "type": content_type, "body": base64.b64encode(body).decode()}))
        return Answer()
for module in sys.argv[1:]:
    there = importlib.import_module(f"tests.test_{module}_webhooks")
    for kind in [one for one in vars(there).values() if isinstance(one, type) and issubclass(one, unittest.TestCase)]:
        for name in unittest.defaultTestLoader.getTestCaseNames(kind):
            try:
                case = kind(name)
                case.client = Client()
                case.tracking_handler = case.inbound_handler = None
                getattr(case, name)()
            except BaseException:
                pass
"""
"""Runs their tests up to where each looks at what came of its post."""


class Sample(NamedTuple):
    service: str
    test: str
    body: bytes
    kind: str


def anymail(folder: Path) -> Iterator[Sample]:
    """What their tests post to the addresses of tracking."""
    told = subprocess.run(
        [sys.executable, "-c", RECORDER, *MODULES], cwd=folder, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(folder)},
    )  # fmt: skip
    for line in dict.fromkeys(told.stdout.splitlines()):
        one = json.loads(line)
        if "tracking" in one["path"] or one["module"] == "mandrill":
            yield Sample(MODULES[one["module"]], one["test"], base64.b64decode(one["body"]), one["type"])


def post_of(one: Sample) -> tuple[Post, Trust]:
    """As the service would post it to us: signed with our key, or with the password of our address."""
    url, headers, body = f"{BASE}/v1/providers/{one.service}", {"content-type": one.kind}, one.body
    password = "Basic " + base64.b64encode(BASIC.encode()).decode()
    match one.service:
        case "ses":
            told = json.loads(body)
            inside = told["Message"] if told.get("Type") == "Notification" else body.decode()
            return Post(ses(inside, NOW // SECOND, "1").body, headers, url), Trust(topic=TOPIC)
        case "mailersend":
            return Post(body, headers | {"signature": hmac.new(KEY.encode(), body, sha256).hexdigest()}, url), Trust(key=KEY)
        case "mailgun":
            return Post(_as_mailgun(body), headers, url), Trust(key=KEY)
        case "mandrill":
            events = parse_qs(body.decode(), keep_blank_values=True).get("mandrill_events", ["[]"])[0]
            shown = base64.b64encode(hmac.new(KEY.encode(), f"{url}mandrill_events{events}".encode(), sha1).digest()).decode()
            return Post(urlencode({"mandrill_events": events}).encode(), headers | {"x-mandrill-signature": shown}, url), Trust(key=KEY)
        case "unisender-go":
            text = json.dumps(json.loads(body) | {"auth": KEY})
            signed = md5(text.encode(), usedforsecurity=False).hexdigest()
            return Post(text.replace(KEY, signed).encode(), headers, url), Trust(key=KEY)
        case _:
            return Post(body, headers | {"authorization": password}, url), Trust(secret=BASIC)


def _as_mailgun(body: bytes) -> bytes:
    """Their newer posts are JSON, the older ones a form."""
    now, token = str(NOW // SECOND), "0" * 50
    signed = {"timestamp": now, "token": token, "signature": hmac.new(KEY.encode(), f"{now}{token}".encode(), sha256).hexdigest()}
    if not body.startswith(b"{"):
        return urlencode(parse_qs(body.decode(), keep_blank_values=True) | signed, doseq=True).encode()
    told: dict[str, Any] = json.loads(body)
    return json.dumps(told | {"signature": signed}).encode()


def main(folders: list[str]) -> int:
    counts, read, right, judged = Counter[str](), Counter[str](), 0, 0
    for one in anymail(Path(folders[0])):
        if "inbound" in one.test or "misconfigured" in one.test or one.kind == "multipart/form-data":
            continue
        counts[one.service] += 1
        try:
            post, trust = post_of(one)
            told = told_by(one.service, post, trust, NOW, lambda _: certificate())
        except (NurtureError, ValueError, KeyError) as error:
            print(f"{one.service} {one.test}: {error!r}")
            continue
        read[one.service] += 1
        if len({each.id for each in told}) < len(told):
            print(f"{one.service} {one.test}: two events under one id")
        truth = True if any(word in one.test for word in DEAD) else False if any(word in one.test for word in ALIVE) else None
        for each in told if truth is not None else ():
            if each.what == "bounced":
                judged += 1
                right += is_dead(each) == truth
                if is_dead(each) != truth:
                    print(f"{one.service} {one.test}: dead is {truth}, here {is_dead(each)}: {each.answer or each.about} {each.reason}")
    total = ", ".join(f"{name} {read[name]}/{counts[name]}" for name in sorted(counts))
    print(f"reports of others: {sum(read.values())} of {sum(counts.values())} read ({total}); hard or soft: {right} of {judged} right")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The hundred rules as a good programmer would write them for this one purpose: the limit."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Download:
    asset: str
    kind: str
    pages: int


@dataclass(slots=True)
class PageView:
    path: str
    source: str
    seconds: int


@dataclass(slots=True)
class Webinar:
    webinar: str
    host: str
    minutes: int


@dataclass(slots=True)
class Trial:
    feature: str
    plan: str
    times: int


@dataclass(slots=True)
class Form:
    form: str
    topic: str
    budget: int


def download(event: Download) -> int:
    asset, kind, pages = event.asset, event.kind, event.pages
    points = 0
    if asset == "whitepaper-it":
        points += 1
    if asset == "whitepaper-hr":
        points += 2
    if asset == "ebook-cloud":
        points += 3
    if asset == "ebook-security":
        points += 4
    if asset == "price-list":
        points += 5
    if asset == "checklist":
        points += 1
    if asset == "case-bank":
        points += 2
    if asset == "case-retail":
        points += 3
    if asset.startswith("whitepaper"):
        points += 2
    if asset.startswith("ebook"):
        points += 3
    if asset.startswith("case"):
        points += 4
    if asset.startswith("price"):
        points += 5
    if kind == "pdf":
        points += 3
    if kind == "video":
        points += 4
    if pages >= 5:
        points += 1
    if pages >= 10:
        points += 2
    if pages >= 20:
        points += 3
    if pages >= 40:
        points += 4
    if asset == "whitepaper-it" and pages >= 10:
        points += 10
    if asset.startswith("ebook") and kind == "video":
        points += 15
    return points


def page_view(event: PageView) -> int:
    path, source, seconds = event.path, event.source, event.seconds
    points = 0
    if path == "/pricing":
        points += 1
    if path == "/pricing/enterprise":
        points += 2
    if path == "/demo":
        points += 3
    if path == "/cases":
        points += 4
    if path == "/cases/bank":
        points += 5
    if path == "/blog":
        points += 1
    if path == "/docs/start":
        points += 2
    if path == "/contact":
        points += 3
    if path.startswith("/pricing"):
        points += 2
    if path.startswith("/cases"):
        points += 3
    if path.startswith("/docs"):
        points += 4
    if path.startswith("/blog"):
        points += 5
    if source == "search":
        points += 3
    if source == "mail":
        points += 4
    if seconds >= 10:
        points += 1
    if seconds >= 30:
        points += 2
    if seconds >= 60:
        points += 3
    if seconds >= 180:
        points += 4
    if path == "/pricing" and seconds >= 30:
        points += 10
    if path.startswith("/cases") and source == "mail":
        points += 15
    return points


def webinar_attended(event: Webinar) -> int:
    webinar, host, minutes = event.webinar, event.host, event.minutes
    points = 0
    if webinar == "cloud-basics":
        points += 1
    if webinar == "cloud-costs":
        points += 2
    if webinar == "security-101":
        points += 3
    if webinar == "security-audit":
        points += 4
    if webinar == "hr-digital":
        points += 5
    if webinar == "ai-intro":
        points += 1
    if webinar == "ai-practice":
        points += 2
    if webinar == "migration":
        points += 3
    if webinar.startswith("cloud"):
        points += 2
    if webinar.startswith("security"):
        points += 3
    if webinar.startswith("ai"):
        points += 4
    if webinar.startswith("hr"):
        points += 5
    if host == "tokyo":
        points += 3
    if host == "online":
        points += 4
    if minutes >= 15:
        points += 1
    if minutes >= 30:
        points += 2
    if minutes >= 45:
        points += 3
    if minutes >= 60:
        points += 4
    if webinar == "cloud-basics" and minutes >= 30:
        points += 10
    if webinar.startswith("security") and host == "online":
        points += 15
    return points


def trial_used(event: Trial) -> int:
    feature, plan, times = event.feature, event.plan, event.times
    points = 0
    if feature == "import":
        points += 1
    if feature == "export":
        points += 2
    if feature == "report":
        points += 3
    if feature == "dashboard":
        points += 4
    if feature == "api":
        points += 5
    if feature == "sso":
        points += 1
    if feature == "audit-log":
        points += 2
    if feature == "roles":
        points += 3
    if feature.startswith("ex"):
        points += 2
    if feature.startswith("re"):
        points += 3
    if feature.startswith("a"):
        points += 4
    if feature.startswith("d"):
        points += 5
    if plan == "team":
        points += 3
    if plan == "enterprise":
        points += 4
    if times >= 1:
        points += 1
    if times >= 5:
        points += 2
    if times >= 20:
        points += 3
    if times >= 50:
        points += 4
    if feature == "import" and times >= 5:
        points += 10
    if feature.startswith("re") and plan == "enterprise":
        points += 15
    return points


def form_sent(event: Form) -> int:
    form, topic, budget = event.form, event.topic, event.budget
    points = 0
    if form == "contact":
        points += 1
    if form == "quote":
        points += 2
    if form == "demo":
        points += 3
    if form == "seminar":
        points += 4
    if form == "newsletter":
        points += 5
    if form == "partner":
        points += 1
    if form == "survey":
        points += 2
    if form == "download":
        points += 3
    if form.startswith("d"):
        points += 2
    if form.startswith("s"):
        points += 3
    if form.startswith("q"):
        points += 4
    if form.startswith("n"):
        points += 5
    if topic == "price":
        points += 3
    if topic == "migration":
        points += 4
    if budget >= 100:
        points += 1
    if budget >= 500:
        points += 2
    if budget >= 1000:
        points += 3
    if budget >= 5000:
        points += 4
    if form == "contact" and budget >= 500:
        points += 10
    if form.startswith("s") and topic == "migration":
        points += 15
    return points


POINTS: dict[str, tuple[type[Any], Callable[[Any], int]]] = {
    "download": (Download, download),
    "page-view": (PageView, page_view),
    "webinar-attended": (Webinar, webinar_attended),
    "trial-used": (Trial, trial_used),
    "form-sent": (Form, form_sent),
}
"""Event type -> what its objects are, and what one is worth."""

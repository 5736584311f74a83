"""Segment's own client for browsers, in a page of another site: it asks where to send to, and sends there through refusals."""

import socket
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser

from engine.doors.arrivals import take_all_apart
from engine.settings.model import Settings
from engine.store import ledger, people
from engine.store.database import Store, open_store
from engine.web.keys import digest_of
from tests.browser.conftest import PATIENCE
from tests.clients.conftest import packages
from tests.clients.grumbling import grumbling
from tests.engine.web.conftest import CONFIG, settings_at

__all__ = ["packages"]

PAGE_KEY = "a-key-that-stands-in-pages"
SCRIPTS = "node_modules/@segment/analytics-next/dist/umd"
HTML = """<!doctype html><html lang="ja"><title>料金</title><script src="/index.js"></script><script>
const analytics = AnalyticsNext.AnalyticsBrowser.load({writeKey: "%s", cdnURL: "%s"});
analytics.page("Pricing");
analytics.identify("u1", {email: "aoi@example.com", name: "山田 葵"});
analytics.track("Asset Downloaded", {asset: "ids-guide"});
analytics.group("g-1", {name: "見本商事"});
</script>"""
WANTED = {"page-view": 1, "lead.changed": 2, "asset-downloaded": 1}


@pytest.fixture
def port() -> int:
    """Where our server will listen: the client's page has to know it beforehand."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def other_site(packages: Path, port: int) -> Iterator[str]:
    """A page with the client in it, of an origin that is not ours."""
    page = (HTML % (PAGE_KEY, f"http://127.0.0.1:{port}")).encode()

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.partition("?")[0].strip("/")
            is_script = name.endswith(".js") and "/" not in name
            self.send_response(200)
            self.send_header("Content-Type", f"text/{'javascript' if is_script else 'html'}; charset=utf-8")
            self.end_headers()
            self.wfile.write((packages / SCRIPTS / name).read_bytes() if is_script else page)

        def log_message(self, format: str, *args: object) -> None:
            """Nobody asks."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as site:
        Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_address[1]}"
        site.shutdown()


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, port: int, other_site: str) -> Settings:
    links = f'[links]\nbase_url = "http://127.0.0.1:{port}"\n'
    key = f'[web.keys.website]\ndigest = "{digest_of(PAGE_KEY)}"\norigins = ["{other_site}"]\n'
    return settings_at(tmp_path, monkeypatch, CONFIG + links + key)


def did(store: Store) -> Counter[str]:
    """What the person has done so far."""
    take_all_apart(store)
    with store.read() as tx:
        lead = people.owners(tx, [("user", "u1")]).get(("user", "u1"), "")
        return Counter(event.type for _, event in ledger.of_subject(tx, lead))


def test_it_sends_by_its_letters_and_what_it_repeats_counts_once(browser: Browser, settings: Settings, port: int, other_site: str) -> None:
    store = open_store(settings.database_url)
    with grumbling(store, settings, port) as (_, seen):
        page = browser.new_page()
        page.goto(f"{other_site}/pricing?utm_source=mail&utm_campaign=autumn")
        waited = 0
        while did(store) != WANTED and (waited := waited + 100) < 3 * PATIENCE:
            page.wait_for_timeout(100)
        page.close()

    assert WANTED == did(store), seen.answers
    assert {"/v1/p", "/v1/i", "/v1/t", "/v1/g"} == {path for path, _ in seen.answers}
    assert [503, 429, 503] == [status for _, status in seen.answers[:3]]
    with store.read() as tx:
        lead = people.owners(tx, [("user", "u1")])["user", "u1"]
        [view] = [event for _, event in ledger.of_subject(tx, lead) if event.type == "page-view"]
    store.close()
    told = (view.source, view.props["path"], view.props["utm-source"], view.props["utm-campaign"])
    assert ("website", "/pricing", "mail", "autumn") == told

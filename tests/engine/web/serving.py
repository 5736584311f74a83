"""The web role as a process of its own, to be killed: prints its port, and serves until then."""

import sys
import threading
from pathlib import Path

from engine.clock import SystemClock, SystemDice
from engine.settings.load import load_settings
from engine.store.database import open_store
from engine.store.upgrade import upgrade
from engine.web.application import create_app
from engine.web.server import WebServer


def main(root: Path) -> None:
    """Serves the workspace in that folder."""
    settings = load_settings(root)
    if not settings.database_path.exists():
        upgrade(settings.database_url)
    store = open_store(settings.database_url, SystemClock(), SystemDice())
    _, port = WebServer(create_app(store, settings, SystemClock(), SystemDice()), "127.0.0.1", 0).start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    threading.Event().wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

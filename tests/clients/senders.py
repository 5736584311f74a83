"""The four clients, as their makers publish them, each doing the same seven things."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import rudderstack.analytics.client as rudder
import segment.analytics.client as segment

HERE = Path(__file__).parent
Sender = Callable[[str, str, str], None]
"""Host, key and name: sends everything, and returns once it has left or was given up. Raises where something was."""


def send_all(client: Any, name: str) -> None:
    """What a program does with either client for Python."""
    who = {"user_id": name, "anonymous_id": f"{name}-browser"}
    client.identify(**who, message_id=f"{name}-1", traits={"email": f"{name}@example.com", "name": "山田 花子"})
    client.track(**who, message_id=f"{name}-2", event="Asset Downloaded", properties={"asset": "ids-guide"})
    client.page(**who, message_id=f"{name}-3", name="Pricing", properties={"url": "https://shop.example/pricing?utm_source=mail"})
    client.screen(**who, message_id=f"{name}-4", name="Home")
    client.group(**who, message_id=f"{name}-5", group_id="g-1", traits={"name": "見本商事", "website": "https://mihon.example"})
    client.alias(user_id=name, previous_id=f"{name}-before", message_id=f"{name}-6")
    client.track(**who, message_id=f"{name}-7", event="Trial Started")
    client.flush()
    client.join()


def segment_python(host: str, key: str, name: str) -> None:
    """segment-analytics-python, packed."""
    failed: list[Exception] = []
    send_all(segment.Client(key, host=host, gzip=True, upload_size=7, on_error=lambda error, _: failed.append(error)), name)
    assert [] == failed


def rudder_python(host: str, key: str, name: str) -> None:
    """rudder-sdk-python, packed unless it is told otherwise."""
    failed: list[Exception] = []
    send_all(rudder.Client(key, host=host, upload_size=7, on_error=lambda error, _: failed.append(error)), name)
    assert [] == failed


def in_node(folder: Path, script: str, module: str) -> Sender:
    """A client for Node, out of what `npm ci` has put into that folder."""

    def send(host: str, key: str, name: str) -> None:
        command = ["node", str(HERE / script), module, host, key, name]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
        assert 0 == done.returncode, done.stdout + done.stderr

    return send


def installed(folder: Path) -> Path:
    """`npm ci` into that folder, from npm's own cache where it can. Skips without npm or network, but never where CI is set."""
    if (folder / "node_modules").exists():
        return folder
    if not (npm := shutil.which("npm")):
        _cannot("there is no npm on this machine")
    folder.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    command = [str(npm), "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        _cannot(f"npm brings nothing: {done.stderr[-500:]}")
    return folder


def _cannot(reason: str) -> None:
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(reason)
    pytest.skip(reason)

"""The extension, ready to be tried, once for all tests of a run."""

from pathlib import Path

import pytest

from tests.editors.kit import Bench, made_bench


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A copy of the extension with its packages. Without node, or without them, its tests are left out and say why."""
    try:
        return made_bench(Path(tmp_path_factory.mktemp("extension")) / "vscode")
    except LookupError as reason:
        pytest.skip(str(reason))

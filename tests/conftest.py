"""What all tests share: no screen needed, no user's data touched, nothing left behind unnoticed."""

import logging
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import ENVIRONMENT_VARIABLE, Home

if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "warns: the test expects warnings in the program's log")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A data folder of the test's own, which the environment names too."""
    root = tmp_path_factory.mktemp("home")
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(root))
    return Home(root)


@pytest.fixture
def library(home: Home) -> Iterator[Library]:
    """The library in ``home``."""
    with Library(home) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _nothing_unexpected_in_the_log(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    yield
    if request.node.get_closest_marker("warns"):
        return
    records = [record for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    unexpected = [record.getMessage() for record in records if record.name.startswith("huggingtweets_gui")]
    assert not unexpected, f"unexpected warnings in the log: {unexpected}"


@pytest.fixture(autouse=True)
def _no_thread_left_behind() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        # Libraries keep pools of daemon threads, and a QThread that logs is a daemon to Python.
        if not thread.daemon:
            thread.join(timeout=5)
            assert not thread.is_alive(), f"the test left {thread.name} behind"


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout."""
    return Path(__file__).parents[1]

"""Runs the command line in this process, with a stand-in for the engine."""

import functools
import json
import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from huggingtweets_gui import cli
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.workflow.engine_client import EngineClient
from huggingtweets_gui.workflow.opening import Opening
from tests import fake_engine


@dataclass
class Ran:
    """What a command gave back."""

    status: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """The lines of JSON that it printed."""
        return [json.loads(line) for line in self.out.splitlines()]


Command = Callable[..., Ran]


def no_window(home: Home, opening: Opening) -> int:
    raise AssertionError("no window was asked for")


@pytest.fixture
def huggingtweets(capsys: pytest.CaptureFixture[str], _log_closed: None) -> Command:
    """Run a command; ``huggingtweets("bots", "--json")``."""

    def run(*arguments: object, open_window: Callable[[Home, Opening], int] = no_window) -> Ran:
        capsys.readouterr()
        try:
            status = cli.run([str(argument) for argument in arguments], open_window)
        except SystemExit as ended:  # argparse's way
            status = int(ended.code or 0)
        out, err = capsys.readouterr()
        return Ran(status, out, err)

    return run


@pytest.fixture
def _log_closed() -> Iterator[None]:
    """Give pytest its handlers back after a command, and close the log."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    for handler in root.handlers[:]:
        if handler not in handlers:
            root.removeHandler(handler)
            handler.close()
    for handler in handlers:
        root.addHandler(handler)
    root.setLevel(level)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all commands start the stand-in."""
    command = [sys.executable, fake_engine.__file__]
    for module in ("bots", "gpu", "training", "writing"):
        monkeypatch.setattr(
            f"huggingtweets_gui.cli.{module}.EngineClient", functools.partial(EngineClient, command=command)
        )

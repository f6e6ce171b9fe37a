"""The computer stays awake while a bot learns, and may sleep again after every kind of end."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import wakepy
from wakepy.methods._testing import WakepyFakeSuccess

from huggingtweets_gui.library.library import Library
from huggingtweets_gui.messages import Cancelled, End, Event, Failed, Step, StopKind, Trained
from huggingtweets_gui.workflow.engine_client import EngineClient
from huggingtweets_gui.workflow.keeping_awake import kept_awake
from huggingtweets_gui.workflow.stopping import StopRequest
from huggingtweets_gui.workflow.training import train
from tests import fake_engine
from tests.bots import make_bot


@pytest.fixture
def _awake_by_name_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let wakepy succeed without asking the system."""
    monkeypatch.setenv("WAKEPY_FAKE_SUCCESS", "1")


@pytest.fixture
def client(tmp_path: Path) -> Iterator[EngineClient]:
    with EngineClient(tmp_path / "engine.log", [sys.executable, fake_engine.__file__]) as client:
        yield client


@pytest.mark.warns
@pytest.mark.usefixtures("_awake_by_name_only")
@pytest.mark.parametrize(
    ("seed", "kind", "expected"),
    [
        (0, None, Trained),
        (fake_engine.WAITS, StopKind.KEEP, Trained),
        (fake_engine.WAITS, StopKind.SUSPEND, Cancelled),
        (fake_engine.WAITS, StopKind.CANCEL, Cancelled),
        (fake_engine.FAILS, None, Failed),
        (fake_engine.DIES, None, Failed),
    ],
)
def test_a_training_keeps_the_computer_awake_until_its_end(
    library: Library, client: EngineClient, seed: int, kind: StopKind | None, expected: type[End]
) -> None:
    stop = StopRequest()
    awake: list[bool] = []

    def hear(event: Event) -> None:
        if isinstance(event, Step):
            awake.append(any(mode.active for mode in wakepy.global_modes()))
            if kind is not None:
                stop.ask(kind)

    assert isinstance(train(make_bot(library, seed=seed), client, hear, stop), expected)
    assert awake and all(awake)
    assert wakepy.global_modes() == []


@pytest.mark.usefixtures("_awake_by_name_only")
def test_an_error_that_goes_through_lets_the_computer_sleep_again() -> None:
    with pytest.raises(KeyError), kept_awake():
        raise KeyError
    assert wakepy.global_modes() == []


def test_a_system_without_a_way_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("WAKEPY_FORCE_FAILURE", "1")
    with caplog.at_level("INFO"), kept_awake():
        pass
    assert "the computer may fall asleep" in caplog.text


@pytest.mark.usefixtures("_awake_by_name_only")
def test_a_desktop_that_answers_nonsense_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(method: WakepyFakeSuccess) -> None:
        raise RuntimeError("the service is gone")

    monkeypatch.setattr(WakepyFakeSuccess, "exit_mode", fail)
    with kept_awake():
        pass

"""The engine's client: every job has exactly one end, whatever the process does, and no process stays."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.messages import (
    Answering,
    Cancelled,
    Describe,
    Described,
    Device,
    End,
    Event,
    Failed,
    Generate,
    Generated,
    Ready,
    Sample,
    Silent,
    StopKind,
)
from huggingtweets_gui.workflow import engine_client, engine_process
from huggingtweets_gui.workflow.engine_client import EngineClient
from huggingtweets_gui.workflow.stopping import StopRequest
from tests import fake_engine

COMMAND = [sys.executable, fake_engine.__file__]


def generate(prompt: str) -> Generate:
    return Generate(
        model="model",
        prompt=prompt,
        count=3,
        temperature=1.0,
        top_p=1.0,
        top_k=0,
        min_p=0.0,
        repetition_penalty=1.0,
        max_length=280,
        seed=0,
    )


READY = 'print(\'{"event": "ready", "torch": "", "transformers": ""}\', flush=True)\n'


def scripted(code: str) -> list[str]:
    """Return the command of an engine that runs these lines once it is ready."""
    return [sys.executable, "-c", "import os, sys, time\n" + READY + code]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "logs" / "engine.log"


@pytest.fixture
def client(log: Path) -> Iterator[EngineClient]:
    with EngineClient(log, COMMAND) as client:
        yield client


def ignore(event: Event) -> None:
    """Hear nothing."""


def run(
    client: EngineClient, prompt: str = "Fog", stop: StopRequest | None = None
) -> tuple[End, list[Event]]:
    events: list[Event] = []
    end = client.run(generate(prompt), events.append, stop or StopRequest())
    return end, events


def test_a_job_gives_its_events_and_one_end(client: EngineClient) -> None:
    end, events = run(client)
    assert isinstance(end, Generated)
    assert [event.index for event in events if isinstance(event, Sample)] == [0, 1, 2]
    assert not any(isinstance(event, End | Ready) for event in events)


def test_one_engine_serves_job_after_job_and_ends_with_the_client(log: Path) -> None:
    with EngineClient(log, COMMAND) as client:
        assert client.process_id is None
        run(client)
        process_id = client.process_id
        events: list[Event] = []
        assert isinstance(client.run(Describe(device="cpu"), events.append, StopRequest()), Described)
        assert isinstance(events[0], Device)
        assert client.process_id == process_id is not None
    assert client.process_id is None
    assert not psutil.pid_exists(process_id)


def test_a_large_log_steps_aside_for_the_next_engine(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_process, "_LARGEST_LOG", 100)
    log.parent.mkdir()
    for text in (b"older" * 100, b"old" * 100, b"small"):
        log.write_bytes(text)
        with EngineClient(log, COMMAND) as client:
            client.await_ready(ignore, StopRequest())
    assert log.read_bytes().startswith(b"small")
    assert {path.name for path in log.parent.iterdir()} == {log.name, f"{log.name}.1"}
    assert log.with_name(f"{log.name}.1").read_bytes().startswith(b"oldold")


def test_waiting_for_the_engine_loses_nothing(client: EngineClient) -> None:
    client.await_ready(ignore, StopRequest())
    client.await_ready(ignore, StopRequest())
    assert isinstance(run(client)[0], Generated)


@pytest.mark.warns
@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("sys.exit(3)", "exit status 3"),
        ("sys.stdin.readline(); sys.exit(4)", "exit status 4"),
        ("sys.stdin.readline(); print('half a lin', end='', flush=True); sys.exit(5)", "exit status 5"),
        # It says no more, and yet does not go.
        ("sys.stdin.readline(); os.close(1); time.sleep(60)", "signal 9"),
    ],
)
def test_an_engine_that_dies_is_one_failure(
    log: Path, code: str, status: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_process, "_CLOSING_SECONDS", 0.1)
    with EngineClient(log, scripted(code)) as client:
        end, _ = run(client)
    assert isinstance(end, Failed)
    assert end.code == ErrorCode.ENGINE_DIED
    if os.name != "nt":
        assert status in end.sentence


@pytest.mark.warns
@pytest.mark.skipif(os.name == "nt", reason="crashes by a signal")
def test_a_crash_is_told_with_the_stack_that_the_engine_left(log: Path) -> None:
    log.parent.mkdir()
    log.write_text("of an engine before\n", encoding="utf-8")
    crashes = "import faulthandler; faulthandler.enable(); sys.stdin.readline(); faulthandler._sigsegv()"
    with EngineClient(log, scripted(crashes)) as client:
        end, _ = run(client)
    assert isinstance(end, Failed)
    assert "signal 11" in end.sentence
    assert "Fatal Python error: Segmentation fault" in end.details
    assert "before" not in end.details


@pytest.mark.warns
def test_an_engine_that_dies_in_a_job_is_started_anew_for_the_next(client: EngineClient) -> None:
    run(client)
    first = client.process_id
    end, _ = run(client, "die")
    assert isinstance(end, Failed)
    assert client.process_id is None
    assert isinstance(run(client)[0], Generated)
    assert client.process_id not in (None, first)


def test_an_engine_that_takes_no_more_jobs_is_sent_none(client: EngineClient) -> None:
    assert isinstance(run(client, "leave")[0], Generated)
    assert client.process_id is None
    assert isinstance(run(client)[0], Generated)


@pytest.mark.warns
def test_an_engine_killed_between_two_jobs_is_started_anew(client: EngineClient) -> None:
    run(client)
    assert client.process_id is not None
    killed = psutil.Process(client.process_id)
    client.kill()
    psutil.wait_procs([killed], timeout=5)
    assert isinstance(run(client)[0], Generated)


@pytest.mark.warns
def test_garbage_is_passed_over(log: Path, tmp_path: Path) -> None:
    lines = [
        b"hello",
        b"",
        b"{",
        b"5",
        b"\xff\xfe",
        b'{"event": [1]}',
        b'{"event": "step"}',
        b'{"job": "describe"}',
        b'{"control": "stop"}',
        b'{"event": "generated", "count": 0, "seconds": 1}',
    ]
    (tmp_path / "lines").write_bytes(b"\n".join(lines) + b"\n")
    code = "sys.stdin.readline(); os.write(1, open(sys.argv[1], 'rb').read()); sys.stdin.read()"
    with EngineClient(log, [*scripted(code), str(tmp_path / "lines")]) as client:
        assert run(client) == (Generated(count=0, seconds=1), [])


def test_what_the_engine_prints_for_people_is_in_the_log(log: Path) -> None:
    code = "sys.stderr.write('a warning of torch\\n')"
    with EngineClient(log, scripted(code)) as client:
        client.await_ready(ignore, StopRequest())
    assert log.read_text(encoding="utf-8").strip() == "a warning of torch"


def ask_after_the_first_sample(stop: StopRequest, kind: StopKind) -> list[Event]:
    class Events(list[Event]):
        def append(self, event: Event) -> None:
            super().append(event)
            stop.ask(kind)

    return Events()


@pytest.mark.parametrize(("kind", "expected"), [(StopKind.KEEP, Generated), (StopKind.CANCEL, Cancelled)])
def test_a_stop_reaches_the_engine(client: EngineClient, kind: StopKind, expected: type[End]) -> None:
    stop = StopRequest()
    events = ask_after_the_first_sample(stop, kind)
    assert isinstance(client.run(generate("wait"), events.append, stop), expected)
    assert client.process_id is not None
    assert isinstance(run(client)[0], Generated)


def test_a_job_stopped_before_its_turn_never_begins(client: EngineClient) -> None:
    stop = StopRequest()
    stop.ask(StopKind.KEEP)
    assert run(client, stop=stop) == (Cancelled(), [])
    assert client.process_id is None


@pytest.mark.warns
def test_an_engine_that_never_heeds_a_cancelling_is_ended(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_client, "_CANCELLING_SECONDS", 0.2)
    deaf = (
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "sys.stdin.readline()\n"
        'print(\'{"event": "sample", "index": 0, "text": "fog"}\', flush=True)\n'
        "time.sleep(60)"
    )
    stop = StopRequest()
    events = ask_after_the_first_sample(stop, StopKind.CANCEL)
    with EngineClient(log, scripted(deaf)) as client:
        began = time.monotonic()
        assert client.run(generate("Fog"), events.append, stop) == Cancelled()
        assert time.monotonic() - began < 5
        assert client.process_id is None


def test_a_stricter_stop_is_told_after_a_milder_one(client: EngineClient) -> None:
    stop = StopRequest()
    texts: list[str] = []

    def hear(event: Event) -> None:
        assert isinstance(event, Sample)
        texts.append(event.text)
        stop.ask(StopKind.CANCEL)
        stop.ask(StopKind.KEEP)

    assert isinstance(client.run(generate("wait"), hear, stop), Cancelled)
    assert len(texts) == 1


def test_who_hears_and_fails_does_not_leave_its_events_to_the_next_job(client: EngineClient) -> None:
    def hear(event: Event) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        client.run(generate("Fog"), hear, StopRequest())
    end, events = run(client, "Soup")
    assert isinstance(end, Generated)
    assert [event.text[:4] for event in events if isinstance(event, Sample)] == ["Soup"] * 3


def test_an_engine_that_cannot_be_started_is_one_failure(tmp_path: Path, log: Path) -> None:
    missing = EngineClient(log, [str(tmp_path / "missing")])
    (tmp_path / "file").touch()
    no_log = EngineClient(tmp_path / "file" / "engine.log", COMMAND)
    for client in (missing, no_log):
        end, _ = run(client)
        assert isinstance(end, Failed)
        assert end.code == ErrorCode.ENGINE_FAILED
        with pytest.raises(UserError):
            client.await_ready(ignore, StopRequest())
        client.close()


def test_no_reader_stays_behind(log: Path) -> None:
    with EngineClient(log, COMMAND) as client:
        run(client)
        [reader] = [thread for thread in threading.enumerate() if thread.name == "engine-reader"]
    reader.join(timeout=5)
    assert not reader.is_alive()


posix = pytest.mark.skipif(os.name == "nt", reason="Windows cannot stop a process by a signal")


class Stopper:
    """Stops the engine of a client by a signal at its first sample; collects what is told then."""

    def __init__(self, client: EngineClient) -> None:
        self.told: list[Event] = []
        self.at: dict[type[Event], Callable[[], None]] = {}
        self._client = client

    def __call__(self, event: Event) -> None:
        if isinstance(event, Sample):
            self.signal(signal.SIGSTOP)
            return
        self.told.append(event)
        self.at[type(event)]()

    def signal(self, number: signal.Signals) -> None:
        assert self._client.process_id is not None
        os.kill(self._client.process_id, number)


@posix
@pytest.mark.warns
@pytest.mark.parametrize("kind", StopKind)
def test_any_stop_ends_a_silent_engine_at_once(log: Path, kind: StopKind) -> None:
    stop = StopRequest()
    with EngineClient(log, COMMAND, silence_seconds=2.0) as client:
        stopper = Stopper(client)
        stopper.at = {Silent: lambda: stop.ask(kind)}
        end = client.run(generate("wait"), stopper, stop)
        assert stopper.told == [Silent(seconds=2.0)]
        assert client.process_id is None
        if kind is StopKind.CANCEL:
            assert end == Cancelled()
        else:
            assert isinstance(end, Failed)
            assert end.code == ErrorCode.ENGINE_SILENT
        assert isinstance(run(client)[0], Generated)


@posix
def test_an_engine_that_answers_again_goes_on(log: Path) -> None:
    stop = StopRequest()
    with EngineClient(log, COMMAND, silence_seconds=0.5) as client:
        stopper = Stopper(client)
        stopper.at = {
            Silent: lambda: stopper.signal(signal.SIGCONT),
            Answering: lambda: stop.ask(StopKind.KEEP),
        }
        assert isinstance(client.run(generate("wait"), stopper, stop), Generated)
    assert stopper.told == [Silent(seconds=0.5), Answering()]


@posix
def test_an_engine_that_falls_silent_while_it_loads_is_ended_by_a_stop(log: Path) -> None:
    mute = [sys.executable, "-c", "import time; time.sleep(60)"]
    stop = StopRequest()
    with EngineClient(log, mute, silence_seconds=0.2) as client:
        assert client.run(generate("Fog"), lambda event: stop.ask(StopKind.KEEP), stop) == Cancelled()
        assert client.process_id is None

"""The engine as a real process that hangs, dies, or is left alone, at every moment of its life."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.messages import (
    Alive,
    Answering,
    Begun,
    Cancelled,
    Describe,
    End,
    Event,
    Failed,
    Phase,
    Samples,
    Silent,
    Step,
    StopKind,
    Trained,
)
from huggingtweets_gui.tweets.dataset import write_dataset
from huggingtweets_gui.workflow.engine_client import EngineClient
from huggingtweets_gui.workflow.engine_process import EngineProcess
from huggingtweets_gui.workflow.stopping import StopRequest
from huggingtweets_gui.workflow.training import train
from tests.bots import make_bot
from tests.engine.conftest import NewJob, dataset

posix = pytest.mark.skipif(os.name == "nt", reason="Windows cannot stop a process by a signal")
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
ENGINE = [sys.executable, "-m", "huggingtweets_gui.engine"]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineClient]:
    """An engine for several tests, which is silent sooner than the user's."""
    with EngineClient(tmp_path_factory.mktemp("log") / "engine.log", silence_seconds=3.0) as client:
        yield client


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "engine.log"


@pytest.fixture
def usual_engine(log: Path) -> Iterator[EngineClient]:
    """An engine as the user has it."""
    with EngineClient(log) as client:
        yield client


@pytest.fixture
def bot(library: Library, tiny_llama: Path) -> Bot:
    """A bot of a few dozen steps."""
    bot = make_bot(library, seed=1)
    write_dataset(bot.layout.dataset, dataset())
    base = replace(bot.record.base, folder=str(tiny_llama))
    settings = replace(
        bot.record.hyperparameters, epochs=8, learning_rate=3e-3, device="cpu", evaluations_per_epoch=1
    )
    return library.bots.update(bot, replace(bot.record, base=base, hyperparameters=settings))


@pytest.fixture
def _slow_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the engine load a library for ever, as from a disk that does not answer."""
    package = tmp_path / "slow" / "torch"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("import time\ntime.sleep(600)\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(package.parent))


class Listener:
    """Does something at the first event of each kind that it is told of; collects what it hears."""

    def __init__(self, at: dict[type[Event], Callable[[], object]]) -> None:
        self.events: list[Event] = []
        self._at = dict(at)

    def __call__(self, event: Event) -> None:
        self.events.append(event)
        if (act := self._at.pop(type(event), None)) is not None:
            act()

    def of(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]


def send(client: EngineClient, number: int) -> None:
    assert client.process_id is not None
    os.kill(client.process_id, number)


@posix
@pytest.mark.warns
def test_a_stopped_engine_is_told_in_ten_seconds_ended_by_a_cancel_and_its_training_resumes(
    usual_engine: EngineClient, bot: Bot
) -> None:
    stop = StopRequest()
    end = train(bot, usual_engine, Listener({Step: lambda: stop.ask(StopKind.SUSPEND)}), stop)
    assert isinstance(end, Cancelled) and end.resumable_step
    step = end.resumable_step

    stop = StopRequest()
    times: list[float] = []

    def stop_engine() -> None:
        send(usual_engine, signal.SIGSTOP)
        times.append(time.monotonic())

    def cancel() -> None:
        times.append(time.monotonic())
        stop.ask(StopKind.CANCEL)

    listener = Listener({Step: stop_engine, Silent: cancel})
    assert train(bot, usual_engine, listener, stop, resume=True) == Cancelled(resumable_step=step)
    stopped, told = times
    assert told - stopped < 10
    assert time.monotonic() - told < 2
    assert usual_engine.process_id is None

    stop = StopRequest()
    listener = Listener({Samples: lambda: stop.ask(StopKind.KEEP)})
    assert isinstance(train(bot, usual_engine, listener, stop, resume=True), Trained)
    [begun] = listener.of(Begun)
    assert isinstance(begun, Begun) and begun.step == step


@posix
def test_an_engine_that_goes_on_is_told_and_nothing_is_lost(engine: EngineClient, new_job: NewJob) -> None:
    listener = Listener(
        {Step: lambda: send(engine, signal.SIGSTOP), Silent: lambda: send(engine, signal.SIGCONT)}
    )
    job = new_job(epochs=2, evaluations_per_epoch=1)
    assert isinstance(engine.run(job, listener, StopRequest()), Trained)
    told = [type(event) for event in listener.events if isinstance(event, Silent | Answering)]
    assert told[:2] == [Silent, Answering]
    steps = [event.step for event in listener.events if isinstance(event, Step)]
    assert steps == list(range(1, len(steps) + 1))


@pytest.mark.usefixtures("_slow_disk")
def test_it_is_heard_while_it_loads_its_libraries(log: Path) -> None:
    process = EngineProcess(ENGINE, log)
    try:
        for _ in range(3):
            assert process.receive(30) == Alive()
    finally:
        process.end()


@pytest.mark.warns
@pytest.mark.usefixtures("_slow_disk")
def test_an_engine_that_is_killed_while_it_loads_is_one_failure(log: Path) -> None:
    with EngineClient(log, silence_seconds=0.01) as client:
        # Before its first beat it is silent for a moment, which tells that it has been started.
        end = client.run(Describe(), Listener({Silent: lambda: send(client, KILL)}), StopRequest())
    assert isinstance(end, Failed)
    assert end.code == "engine-died"


@pytest.mark.usefixtures("_slow_disk")
def test_a_cancelling_while_it_loads_ends_the_job_at_once(log: Path) -> None:
    stop = StopRequest()
    with EngineClient(log, silence_seconds=0.01) as client:
        answering = Listener({Answering: lambda: stop.ask(StopKind.CANCEL)})
        assert client.run(Describe(), answering, stop) == Cancelled()
        began = time.monotonic()
    assert time.monotonic() - began < 5  # Closing does not wait for the libraries either.


@pytest.mark.usefixtures("_slow_disk")
def test_it_ends_when_its_parent_is_killed_while_it_loads(log: Path) -> None:
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from huggingtweets_gui.workflow.engine_process import EngineProcess\n"
        "process = EngineProcess([sys.executable, '-m', 'huggingtweets_gui.engine'], Path(sys.argv[1]))\n"
        "process.receive(60)\n"
        "print(process.id, flush=True)\n"
        "sys.stdin.read()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(log)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    with parent, parent.stdout:
        engine = psutil.Process(int(parent.stdout.readline()))
        os.kill(parent.pid, KILL)
        psutil.wait_procs([engine], timeout=5)
        assert not engine.is_running() or engine.status() == psutil.STATUS_ZOMBIE


def repeat_test_tweets(dataset: Path, times: int) -> None:
    """Let testing take longer than a cancelling is on its way."""
    entries = [json.loads(line) for line in dataset.read_text(encoding="utf-8").splitlines()]
    for entry in entries:
        if entry["part"] == "test":
            entry["times"] = times
    dataset.write_text("".join(f"{json.dumps(entry)}\n" for entry in entries), encoding="utf-8")


@pytest.mark.parametrize("phase", ["loading", "tokenising", "evaluating", "testing", "saving"])
def test_a_cancelling_ends_every_phase_in_ten_seconds(
    engine: EngineClient, new_job: NewJob, phase: str
) -> None:
    job = new_job(epochs=1)
    repeat_test_tweets(Path(job.bot) / "dataset.jsonl", 2_000)
    stop = StopRequest()
    asked: list[float] = []

    def hear(event: Event) -> None:
        if isinstance(event, Phase) and event.name == phase:
            stop.ask(StopKind.CANCEL)
            asked.append(time.monotonic())

    end: End = engine.run(job, hear, stop)
    assert asked and time.monotonic() - asked[0] < 10
    assert isinstance(end, Cancelled) or (phase == "saving" and isinstance(end, Trained))


def test_it_lets_the_window_go_first(engine: EngineClient) -> None:
    engine.run(Describe(device="cpu"), lambda event: None, StopRequest())
    nice = psutil.Process(engine.process_id).nice()
    if os.name == "nt":
        assert nice == psutil.BELOW_NORMAL_PRIORITY_CLASS
    else:
        assert nice == max(10, psutil.Process().nice())


@posix
@pytest.mark.warns
def test_a_cancelling_ends_an_engine_that_waits_for_a_disk_in_ten_seconds(
    engine: EngineClient, new_job: NewJob
) -> None:
    job = new_job()
    tweets = Path(job.bot) / "dataset.jsonl"
    tweets.unlink()
    os.mkfifo(tweets)  # Nobody writes to it: whoever reads it waits for ever.
    stop = StopRequest()
    asked: list[float] = []

    def hear(event: Event) -> None:
        if isinstance(event, Phase) and event.name == "tokenising":
            asked.append(time.monotonic())
            stop.ask(StopKind.CANCEL)

    assert engine.run(job, hear, stop) == Cancelled()
    assert time.monotonic() - asked[0] < 10
    assert engine.process_id is None

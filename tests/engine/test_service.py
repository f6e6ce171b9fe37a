"""The engine as a real process, spoken to by the real client."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.messages import (
    Cancelled,
    Describe,
    Described,
    Device,
    Event,
    Failed,
    Generated,
    Sample,
    Step,
    StopKind,
    Trained,
    encode,
)
from huggingtweets_gui.workflow.engine_client import EngineClient
from huggingtweets_gui.workflow.stopping import StopRequest
from tests.engine.conftest import NewJob, writing_job


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineClient]:
    with EngineClient(tmp_path_factory.mktemp("log") / "engine.log") as client:
        yield client


def test_it_trains_then_writes_in_one_process(engine: EngineClient, new_job: NewJob) -> None:
    job = new_job()
    events: list[Event] = []
    assert isinstance(engine.run(job, events.append, StopRequest()), Trained)
    process_id = engine.process_id
    assert any(isinstance(event, Step) for event in events)

    written: list[Event] = []
    generate = writing_job(BotLayout(Path(job.bot)).model, count=3)
    assert isinstance(engine.run(generate, written.append, StopRequest()), Generated)
    assert sum(isinstance(event, Sample) for event in written) == 3
    assert engine.process_id == process_id


def test_a_job_that_fails_leaves_the_engine_well(
    engine: EngineClient, new_job: NewJob, tmp_path: Path
) -> None:
    end = engine.run(new_job(base=str(tmp_path)), lambda event: None, StopRequest())
    assert isinstance(end, Failed)
    assert end.code == "base-unreadable"
    events: list[Event] = []
    assert engine.run(Describe(device="cpu"), events.append, StopRequest()) == Described()
    assert [type(event) for event in events] == [Device]


def test_a_stop_reaches_a_running_job(engine: EngineClient, new_job: NewJob) -> None:
    stop = StopRequest()

    def after_a_step(event: Event) -> None:
        if isinstance(event, Step):
            stop.ask(StopKind.SUSPEND)

    end = engine.run(new_job(epochs=500), after_a_step, stop)
    assert isinstance(end, Cancelled)
    assert end.resumable_step
    # The stop was for that job: the next one runs.
    assert engine.run(Describe(device="cpu"), lambda event: None, StopRequest()) == Described()


@pytest.mark.warns
def test_a_killed_engine_is_told_and_the_next_job_gets_a_new_one(
    engine: EngineClient, new_job: NewJob
) -> None:
    def kill(event: Event) -> None:
        if isinstance(event, Step) and event.step == 2 and engine.process_id:
            psutil.Process(engine.process_id).kill()

    end = engine.run(new_job(epochs=500), kill, StopRequest())
    assert isinstance(end, Failed)
    assert end.code == "engine-died"
    assert engine.run(Describe(device="cpu"), lambda event: None, StopRequest()) == Described()


def test_it_ends_when_the_program_that_started_it_is_killed(new_job: NewJob, tmp_path: Path) -> None:
    """In the middle of a job, without anybody telling it."""
    job = new_job(epochs=100_000, patience=100_000)
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys\n"
            "from pathlib import Path\n"
            "from huggingtweets_gui.messages import Step, decode\n"
            "from huggingtweets_gui.workflow.engine_client import EngineClient\n"
            "from huggingtweets_gui.workflow.stopping import StopRequest\n"
            "client = EngineClient(Path(sys.argv[1]))\n"
            "def tell(event):\n"
            "    if isinstance(event, Step): print(client.process_id, flush=True)\n"
            "client.run(decode(sys.argv[2]), tell, StopRequest())\n",
            str(tmp_path / "engine.log"),
            encode(job),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    with parent, parent.stdout:
        engine = psutil.Process(int(parent.stdout.readline()))
        os.kill(parent.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        psutil.wait_procs([engine], timeout=5)
        assert not engine.is_running() or engine.status() == psutil.STATUS_ZOMBIE


def test_the_log_tells_of_an_unexpected_error_without_its_words(tmp_path: Path, new_job: NewJob) -> None:
    """They may quote a tweet, such as that of a damaged line."""
    job, log = new_job(), tmp_path / "engine.log"
    with BotLayout(Path(job.bot)).dataset.open("a", encoding="utf-8") as dataset:
        dataset.write('{"text": "", "times": 1, "part": "Zwillingsquarz"}\n')
    with EngineClient(log) as client:
        end = client.run(job, lambda event: None, StopRequest())
    assert isinstance(end, Failed)
    told = log.read_text(encoding="utf-8")
    assert "in read_tweets" in told
    assert "KeyError" in told
    assert "Zwillingsquarz" not in told

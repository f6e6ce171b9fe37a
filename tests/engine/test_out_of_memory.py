"""Too little memory ends no training that could go on with less: under a real limit, and on a card."""

import json
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import torch

from huggingtweets_gui import messages
from huggingtweets_gui.engine import device, learner, models, training
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.messages import Notice, Step, Trained
from tests.engine.card import Card, install, put_into_the_first_network
from tests.engine.conftest import NewJob
from tests.engine.recorder import Recorder

Results = dict[str, Any]

SCENARIOS = ("too_little_for_a_batch", "too_little_for_the_activations", "too_little_for_anything")

# What is freed goes back to the system at once, no thread reserves what it may never use, and few of the
# pieces of code that oneDNN makes for each shape are kept: the limit is for what is computed with.
FRUGAL = {
    "MALLOC_MMAP_THRESHOLD_": str(1 << 15),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 15),
    "MALLOC_ARENA_MAX": "1",
    "ONEDNN_PRIMITIVE_CACHE_CAPACITY": "64",
    "TOKENIZERS_PARALLELISM": "false",
}
FEWER_TOKENS = (
    "There was too little memory. From now on at most {} tokens are computed at once: "
    "the bot learns the same, a little more slowly."
)
FEWER_ACTIVATIONS = (
    "There was too little memory. From now on less is remembered and more computed again: "
    "the bot learns the same, more slowly."
)
TO_THE_PROCESSOR = "The graphics card has too little memory: the training goes on with the processor."


# Now and then the limit strikes where foreign native code does not ask whether it got what it wanted, and
# ends the process. What the window does then is another test's matter: test_engine_alive.py's.
_TRIES = 3


def run_scenario(scenario: str, folders: Path, repository: Path) -> Results:
    """Let a process train with too little memory; return what it has come to."""
    for number in range(_TRIES):
        folder = folders / f"{scenario} {number}"
        folder.mkdir()
        done = subprocess.run(
            # Where it crashes its stderr tells where.
            [sys.executable, "-X", "faulthandler", "-m", "tests.engine.small_memory", scenario, str(folder)],
            cwd=repository,
            env=os.environ | FRUGAL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode != -signal.SIGSEGV:
            break
    assert done.returncode == 0, done.stderr
    found: Results = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Results:
    """What the scenarios of ``small_memory.py`` have come to, each in a process of its own."""
    if sys.platform != "linux":
        pytest.skip("only Linux holds a process to a limit of its address space")
    folders = tmp_path_factory.mktemp("memory")
    # Each computes with one thread; on two cores the three take half as long as one after the other.
    with ThreadPoolExecutor() as side_by_side:
        found = side_by_side.map(lambda scenario: run_scenario(scenario, folders, repository), SCENARIOS)
        return dict(zip(SCENARIOS, found, strict=True))


def is_whole(run: dict[str, Any]) -> bool:
    """Whether a training has ended well, and its metrics tell of each step once."""
    steps: int = run["end"]["steps"]
    return run["end"]["reason"] == "complete" and run["steps"] == list(range(1, steps + 1))


def test_a_batch_that_does_not_fit_is_computed_in_parts_and_teaches_the_same(results: Results) -> None:
    result = results["too_little_for_a_batch"]
    with_less, undisturbed = result["with_less"], result["undisturbed"]
    assert with_less["notices"]
    assert with_less["notices"][0] == FEWER_TOKENS.format(1024)
    assert undisturbed["notices"] == []
    assert is_whole(with_less) and is_whole(undisturbed)
    assert with_less["end"]["best_loss"] == pytest.approx(undisturbed["end"]["best_loss"], rel=1e-3)


def test_where_parts_do_not_help_activations_are_computed_twice(results: Results) -> None:
    result = results["too_little_for_the_activations"]
    parts = [FEWER_TOKENS.format(tokens) for tokens in (224, 112, 64)]
    assert result["notices"] == [*parts, FEWER_ACTIVATIONS]
    assert is_whole(result)
    assert result["end"]["best_loss"] < result["end"]["base_loss"]


def test_where_nothing_helps_the_user_is_told_and_can_resume_later(results: Results) -> None:
    result = results["too_little_for_anything"]
    failed = result["failed"]
    assert failed["end"] == {
        "code": "out-of-memory",
        "sentence": "There was not enough memory on this computer for this model.",
        "advice": "Close other programs, or choose a smaller base model.",
    }
    assert failed["notices"][-1] == FEWER_ACTIVATIONS
    assert failed["left"] == ["checkpoints", "dataset.jsonl", "metrics.jsonl"]
    assert failed["checkpoints"]
    assert all(name.startswith("step-") for name in failed["checkpoints"])
    assert is_whole(result["resumed"])


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> Card:
    """The best device here."""
    return install(monkeypatch, training)


@pytest.mark.warns
def test_a_card_without_room_for_a_tweet_leaves_the_training_to_the_processor(
    new_job: NewJob, card: Card, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = new_job(device="auto")
    recorder = Recorder()

    def run_out(network: torch.nn.Module, _: object) -> None:
        if network.training and len(recorder.of(Step)) >= 3:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB.")

    put_into_the_first_network(monkeypatch, run_out)
    end = recorder.train(job)

    assert isinstance(end, Trained)
    assert end.reason == "complete"
    assert end.device == "cpu"
    notices = [event.text for event in recorder.events if isinstance(event, Notice)]
    parts = [FEWER_TOKENS.format(tokens) for tokens in (256, 128, 64)]
    assert notices == [*parts, FEWER_ACTIVATIONS, TO_THE_PROCESSOR]
    devices = [event for event in recorder.events if isinstance(event, messages.Device)]
    assert [told.device for told in devices] == ["cuda", "cpu"]
    assert devices[-1].reason == "The graphics card has too little memory."
    lines = BotLayout(Path(job.bot)).metrics.read_text(encoding="utf-8").splitlines()
    steps = [line["step"] for line in map(json.loads, lines) if line["event"] == "step"]
    assert steps == list(range(1, end.steps + 1))
    undisturbed = Recorder().train(new_job("undisturbed", device="cpu"))
    assert isinstance(undisturbed, Trained)
    assert end.best_loss == pytest.approx(undisturbed.best_loss, rel=0.01)


@pytest.mark.warns
def test_a_card_without_room_for_the_model_leaves_it_to_the_processor_at_once(
    new_job: NewJob, card: Card, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(learner.Learner):
        def __init__(self, model: models.LanguageModel, where: device.Device, *rest: Any) -> None:
            if where is card:
                raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB.")
            super().__init__(model, where, *rest)

    monkeypatch.setattr(training, "Learner", Full)
    recorder = Recorder()
    end = recorder.train(new_job(device="auto"))
    assert isinstance(end, Trained)
    assert end.device == "cpu"
    assert [event.text for event in recorder.events if isinstance(event, Notice)] == [TO_THE_PROCESSOR]


@pytest.mark.warns
def test_a_thread_in_which_onednn_computes_no_more_is_left(
    new_job: NewJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder()
    began_in = threading.current_thread()

    def remember_the_failure(_: torch.nn.Module, __: object) -> None:
        if len(recorder.of(Step)) >= 3 and threading.current_thread() is began_in:
            raise RuntimeError("could not create a primitive")

    put_into_the_first_network(monkeypatch, remember_the_failure)
    end = recorder.train(new_job())
    assert isinstance(end, Trained)
    assert end.reason == "complete"
    notices = [event.text for event in recorder.events if isinstance(event, Notice)]
    assert notices == [FEWER_TOKENS.format(256)]

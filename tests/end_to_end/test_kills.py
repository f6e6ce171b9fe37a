"""A training that is killed again and again, also while it writes a checkpoint, ends as if it never was."""

import json
import os
import queue
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.messages import Train, encode
from huggingtweets_gui.tweets.dataset import Entry, Part, write_dataset
from tests.invented import invented_tweets
from tests.tiny_models import make_tiny_gpt2

Moment = Callable[[list[dict[str, Any]]], bool]
"""Says from the events so far whether it is time to kill."""

FORKS = Path(__file__).with_name("training_forks.py")
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork and no kill -9")


class Trainings:
    """Starts trainings as processes, follows their events, and kills them."""

    def __init__(self) -> None:
        self._parent = subprocess.Popen(
            [sys.executable, str(FORKS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env=os.environ | {"TOKENIZERS_PARALLELISM": "false", "PYTHONPATH": str(FORKS.parents[2])},
        )
        self._lines: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def run(self, job: Train, moment: Moment) -> list[dict[str, Any]]:
        """Run a training until it ends, or is killed at a moment; returns its events and its status."""
        assert self._parent.stdin is not None
        self._parent.stdin.write(encode(job) + "\n")
        self._parent.stdin.flush()
        process = self._lines.get()["process"]
        events: list[dict[str, Any]] = []
        killed = False
        while "ended" not in (events[-1] if events else {}):
            with suppress(queue.Empty):
                events.append(self._lines.get(timeout=0.0005))
            if not killed and moment(events):
                os.kill(process, signal.SIGKILL)  # Until it is waited for, the number is its own.
                killed = True
        return events

    def close(self) -> None:
        assert self._parent.stdin is not None and self._parent.stdout is not None
        self._parent.stdin.close()
        self._reader.join()
        self._parent.stdout.close()
        assert self._parent.wait() == 0

    def _read(self) -> None:
        assert self._parent.stdout is not None
        for line in self._parent.stdout:
            self._lines.put(json.loads(line))


@pytest.fixture
def trainings() -> Iterator[Trainings]:
    running = Trainings()
    yield running
    running.close()


def after_steps(chance: random.Random) -> Moment:
    """In the middle of some step soon."""
    steps, delay = chance.randint(1, 16), chance.uniform(0, 0.03)
    reached: list[float] = []

    def moment(events: list[dict[str, Any]]) -> bool:
        if not reached and sum(event.get("event") == "step" for event in events) >= steps:
            reached.append(time.monotonic())
        return bool(reached) and time.monotonic() - reached[0] >= delay

    return moment


def after_seconds(chance: random.Random) -> Moment:
    """Anywhere: while it loads, looks, steps or writes."""
    end = time.monotonic() + chance.uniform(0.05, 0.8)
    return lambda events: time.monotonic() >= end


def while_writing(chance: random.Random, checkpoints: Path) -> Moment:
    """As soon as some files of a checkpoint, not all, are there."""
    files, known = chance.randint(0, 4), set(checkpoints.glob(".step-*.tmp"))

    def moment(events: list[dict[str, Any]]) -> bool:
        with suppress(FileNotFoundError):
            new = set(checkpoints.glob(".step-*.tmp")) - known
            return any(sum(1 for _ in folder.iterdir()) >= files for folder in new)
        return False

    return moment


def job(folder: Path, base: Path) -> Train:
    texts = [str(record["full_text"]) for record in invented_tweets(160, seed=2)]
    parts = [Part.VALIDATION] * 16 + [Part.TEST] * 16 + [Part.TRAINING] * 128
    folder.mkdir()
    write_dataset(
        BotLayout(folder).dataset,
        [
            Entry(str(number), "keeper", "2021-01-01", text, part)
            for number, (text, part) in enumerate(zip(texts, parts, strict=True))
        ],
    )
    return Train(
        bot=str(folder),
        base=str(base),
        device="cpu",
        # More than a fast machine has done before the last kill.
        epochs=25,
        readings=2,
        learning_rate=3e-3,
        warmup_share=0.1,
        weight_decay=0.01,
        batch_tokens=256,
        evaluations_per_epoch=1,
        patience=100,
        seed=1,
    )


def course(folder: Path) -> list[tuple[str, int, float]]:
    """What the metrics tell of the losses: the kind, the step and the loss of each line, samples left out."""
    lines = BotLayout(folder).metrics.read_text(encoding="utf-8").splitlines()
    events = [json.loads(line) for line in lines]
    return [(one["event"], one["step"], one.get("loss", 0.0)) for one in events if one["event"] != "samples"]


@pytest.mark.parametrize(
    "kills", [20, pytest.param(200, marks=[pytest.mark.long, pytest.mark.timeout(1800)])]
)
def test_a_training_killed_at_random_moments_ends_as_if_it_never_was(
    trainings: Trainings, tmp_path: Path, kills: int
) -> None:
    base = make_tiny_gpt2(tmp_path / "gpt2")  # It has dropout: the random numbers count too.
    whole, broken = job(tmp_path / "whole", base), job(tmp_path / "broken", base)
    *_, uninterrupted, status = trainings.run(whole, lambda events: False)
    assert status == {"ended": 0}
    assert uninterrupted["event"] == "finished"

    chance = random.Random(kills)
    checkpoints = BotLayout(tmp_path / "broken").checkpoints
    begun, in_writing = [], 0
    for number in range(kills):
        kinds = [while_writing(chance, checkpoints), after_steps(chance), after_seconds(chance)]
        left_before = set(checkpoints.glob(".step-*.tmp"))
        events = trainings.run(replace(broken, resume=number > 0), kinds[number % 3])
        assert events[-1] == {"ended": -signal.SIGKILL}, events[-2:]
        begun += [event["step"] for event in events if event.get("event") == "begun"]
        in_writing += bool(set(checkpoints.glob(".step-*.tmp")) - left_before)
    *_, end, status = trainings.run(replace(broken, resume=True), lambda events: False)

    assert status == {"ended": 0}
    assert in_writing >= kills // 4, "too few kills fell into the writing of a checkpoint"
    assert len(set(begun)) >= kills // 4, "the training hardly went on between the kills"
    assert end["weights_sha256"] == uninterrupted["weights_sha256"]
    assert end["test_loss"] == uninterrupted["test_loss"]
    assert course(tmp_path / "broken") == course(tmp_path / "whole")
    steps = [step for kind, step, _ in course(tmp_path / "broken") if kind == "step"]
    assert steps == list(range(1, uninterrupted["steps"] + 1))
    print(f"{kills} kills, {in_writing} in the writing of a checkpoint; resumed at steps {begun}")

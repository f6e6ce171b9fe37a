"""A stop is heard in every phase of a training, and what was learnt is not lost by it."""

import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from huggingtweets_gui.engine import best_weights
from huggingtweets_gui.engine.batches import read_tweets
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.progress import Cancelled as ReadingCancelled
from huggingtweets_gui.messages import (
    Begun,
    Cancelled,
    Device,
    Evaluation,
    Event,
    Phase,
    Samples,
    Step,
    StopKind,
    Train,
    Trained,
)
from huggingtweets_gui.tweets.dataset import Entry, Part, write_dataset
from tests.engine.conftest import NewJob
from tests.engine.recorder import AS_OFTEN_AS_IT_GOES, Recorder, after_step

When = Callable[[Event], bool]


def phase(name: str) -> When:
    return lambda event: isinstance(event, Phase) and event.name == name


def told(kind: type[Event]) -> When:
    return lambda event: isinstance(event, kind)


def model_of(job: Train) -> Path:
    return BotLayout(Path(job.bot)).model


@pytest.mark.parametrize(
    "when",
    [
        told(Device),
        phase("loading"),
        phase("tokenising"),
        phase("evaluating"),
        told(Begun),
        after_step(1),
        after_step(7),
        lambda event: isinstance(event, Evaluation) and event.step > 0,
        told(Samples),
        phase("testing"),
    ],
    ids=[
        "device",
        "loading",
        "tokenising",
        "evaluating",
        "begun",
        "step",
        "steps",
        "look",
        "samples",
        "testing",
    ],
)
def test_a_cancel_ends_any_phase_at_once_and_leaves_no_half_bot(new_job: NewJob, when: When) -> None:
    job, recorder = new_job(), Recorder(StopKind.CANCEL, when)
    began = time.monotonic()
    end = recorder.train(job, AS_OFTEN_AS_IT_GOES)
    assert isinstance(end, Cancelled)
    assert time.monotonic() - began < 10
    assert not model_of(job).exists()
    assert end.resumable_step == next(iter(BotLayout(Path(job.bot)).checkpoint_steps()), None)
    place = next(place for place, event in enumerate(recorder.events) if when(event))
    # The losses of a step or two may have been under way.
    assert sum(isinstance(event, Step | Samples) for event in recorder.events[place + 1 :]) <= 2


@pytest.mark.parametrize("kind", [StopKind.KEEP, StopKind.SUSPEND, StopKind.CANCEL])
def test_reading_many_tweets_is_stopped_on_the_way(new_job: NewJob, kind: StopKind) -> None:
    job = new_job()
    entries = [Entry(str(number), "keeper", "2021-01-01", "A gull.", Part.TRAINING) for number in range(3000)]
    write_dataset(BotLayout(Path(job.bot)).dataset, entries)
    recorder = Recorder(kind, phase("tokenising"))
    assert recorder.train(job) == Cancelled()
    assert not any(phase("evaluating")(event) for event in recorder.events)


def test_reading_tells_how_far_it_is(new_job: NewJob) -> None:
    class OneToken:
        separator, longest = 0, 128

        def encode_all(self, texts: Sequence[str]) -> list[list[int]]:
            return [[1] for _ in texts]

    seen: list[int] = []

    def stop(done: int, total: int) -> None:
        seen.append(done)
        if done:
            raise ReadingCancelled

    dataset = BotLayout(Path(new_job().bot)).dataset
    entries = [Entry(str(number), "keeper", "2021-01-01", "A gull.", Part.TRAINING) for number in range(3000)]
    write_dataset(dataset, entries)
    with pytest.raises(ReadingCancelled):
        read_tweets(dataset, OneToken(), stop)  # type: ignore[arg-type]
    assert seen[0] == 0
    assert seen[1] < 1000


def test_keeping_while_a_resumed_training_loads_keeps_what_it_had(new_job: NewJob) -> None:
    job = new_job(learning_rate=1e-2)
    paused = Recorder(StopKind.SUSPEND, after_step(6)).train(job)
    assert isinstance(paused, Cancelled)
    end = Recorder(StopKind.KEEP, phase("loading")).train(replace(job, resume=True))
    assert isinstance(end, Trained)
    assert end.reason == "stopped"
    assert end.steps == paused.resumable_step


@pytest.fixture
def slow_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the clock of whoever measures them, the looks at the held-out tweets take minutes."""
    minutes = itertools.count(0, 100)
    monkeypatch.setattr(best_weights, "awake_seconds", lambda: float(next(minutes)))


@pytest.mark.usefixtures("slow_looks")
def test_who_stops_to_keep_does_not_wait_for_the_test_tweets(new_job: NewJob) -> None:
    job, recorder = new_job(learning_rate=1e-2), Recorder(StopKind.KEEP, after_step(8))
    end = recorder.train(job)
    assert isinstance(end, Trained)
    assert end.reason == "stopped"
    assert end.test_loss is None and end.test_bits is None
    assert not any(phase("testing")(event) for event in recorder.events)
    assert model_of(job).is_dir()


@pytest.mark.usefixtures("slow_looks")
def test_a_training_left_alone_takes_its_time(new_job: NewJob) -> None:
    end = Recorder().train(new_job())
    assert isinstance(end, Trained)
    assert end.test_loss is not None


@pytest.mark.parametrize("kind", [StopKind.KEEP, StopKind.SUSPEND])
def test_a_stop_while_testing_saves_the_bot_untested(new_job: NewJob, kind: StopKind) -> None:
    job = new_job()
    end = Recorder(kind, phase("testing")).train(job)
    assert isinstance(end, Trained)
    assert end.reason == "complete"
    assert end.test_loss is None
    assert model_of(job).is_dir()


def test_a_pause_during_the_last_look_can_be_resumed(new_job: NewJob) -> None:
    job = new_job(epochs=1.9)  # so that the last look is not one of those on the way
    looks: list[Event] = []

    def at_the_end(event: Event) -> bool:
        looks.extend([event] if phase("evaluating")(event) else [])
        return len(looks) == 2

    paused = Recorder(StopKind.SUSPEND, at_the_end).train(job)
    assert isinstance(paused, Cancelled)
    assert paused.resumable_step
    end = Recorder().train(replace(job, resume=True))
    assert isinstance(end, Trained)
    assert end.steps == paused.resumable_step
    assert end.test_loss is not None

"""The tweets are read several times from the base model on, and the mean of the readings is kept."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from huggingtweets_gui.engine import models, pace
from huggingtweets_gui.engine import train as train_module
from huggingtweets_gui.engine.batches import read_tweets
from huggingtweets_gui.engine.device import choose_device
from huggingtweets_gui.engine.evaluation import evaluate
from huggingtweets_gui.engine.learner import Learner
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.messages import (
    Cancelled,
    Evaluation,
    Event,
    Notice,
    Reading,
    Step,
    StopKind,
    Train,
    Trained,
    decode,
)
from tests.engine.conftest import NewJob
from tests.engine.recorder import Recorder, after_step


@pytest.fixture
def job_of_three(new_job: NewJob) -> NewJob:
    """Make a job of three readings, of which the first gets better up to its end."""

    def make(name: str = "bot", **changes: object) -> Train:
        return new_job(name, readings=3, **changes)

    return make


@pytest.fixture
def pretrained(new_job: NewJob) -> str:
    """A base model that has learnt something: only then do its fine-tuned weights have a good mean."""
    job = new_job("pretrained", learning_rate=2e-2, epochs=6)
    Recorder().train(job)
    return str(BotLayout(Path(job.bot)).model)


def begun(recorder: Recorder) -> list[int]:
    """Return the steps after which the later readings began."""
    return [event.step for event in recorder.of(Reading)]  # type: ignore[attr-defined]


def metrics(job: Train) -> list[tuple[str, int]]:
    lines = BotLayout(Path(job.bot)).metrics.read_text(encoding="utf-8").splitlines()
    events = [decode(line) for line in lines]
    told = (Evaluation, Reading, Step)
    return [(type(event).__name__, event.step) for event in events if isinstance(event, told)]


def after_reading(number: int, steps: int) -> Callable[[Event], bool]:
    """Return what says whether a reading has come so many steps far."""
    began: list[int] = []

    def when(event: Event) -> bool:
        if isinstance(event, Reading) and event.number == number:
            began.append(event.step)
        return isinstance(event, Step) and bool(began) and event.step >= began[-1] + steps

    return when


def test_the_mean_of_the_readings_is_the_bots(job_of_three: NewJob, pretrained: str) -> None:
    # At a rate that stays high, each reading ends a little beside what its tweets have in common.
    job = job_of_three(base=pretrained, learning_rate=1e-2, final_rate_share=1.0, batch_tokens=128)
    recorder = Recorder()
    end = recorder.train(job)
    assert isinstance(end, Trained)
    assert end.reason == "complete"
    second, third = begun(recorder)
    looks = {event.step: event for event in recorder.of(Evaluation)}  # type: ignore[attr-defined]
    of_the_first = min(event.loss for step, event in looks.items() if step <= second)
    assert end.readings == 3
    assert end.best_loss == min(event.loss for event in looks.values()) < of_the_first
    assert [step for step in looks if step > second] == [third, end.steps]

    model = models.load(BotLayout(Path(job.bot)).model, choose_device("cpu").torch_device)
    held_out = evaluate(
        model, read_tweets(BotLayout(Path(job.bot)).dataset, model)["validation"], lambda: True
    )
    assert held_out is not None
    assert held_out.loss == pytest.approx(end.best_loss, rel=1e-3)


def test_each_begins_at_the_base_model_in_another_order(job_of_three: NewJob) -> None:
    recorder = Recorder()
    recorder.train(job_of_three(learning_rate=5e-3))
    starts = [0, *begun(recorder)]
    losses = {event.step: event.loss for event in recorder.of(Step)}  # type: ignore[attr-defined]
    rates = {event.step: event.learning_rate for event in recorder.of(Step)}  # type: ignore[attr-defined]
    firsts = [losses[start + 1] for start in starts]
    assert len(set(firsts)) == 3
    assert min(firsts) > losses[starts[1]] + 0.5
    assert rates[starts[1] + 2] == rates[2]


def test_the_later_ones_are_as_long_as_was_best_for_the_first(new_job: NewJob) -> None:
    recorder = Recorder()
    end = recorder.train(new_job(epochs=60, learning_rate=2e-2, patience=2, readings=2))
    assert isinstance(end, Trained)
    (second,) = begun(recorder)
    best = min(
        (event for event in recorder.of(Evaluation) if event.step <= second),  # type: ignore[attr-defined]
        key=lambda event: event.loss,
    )
    assert 0 < best.step < second
    assert end.steps == second + best.step


@pytest.mark.parametrize("base", ["tiny_gpt2", "tiny_llama"])
def test_a_training_stopped_anywhere_ends_as_if_it_had_never_been(
    job_of_three: NewJob, base: str, request: pytest.FixtureRequest
) -> None:
    folder = str(request.getfixturevalue(base))
    whole, parts = job_of_three("whole", base=folder), job_of_three("parts", base=folder)
    uninterrupted = Recorder().train(whole)
    assert isinstance(uninterrupted, Trained)
    moments = [
        after_step(4),
        lambda event: isinstance(event, Evaluation) and event.step >= 12,
        lambda event: isinstance(event, Reading),
        after_reading(2, 5),
        lambda event: isinstance(event, Evaluation) and event.step > 12,
        after_reading(3, 3),
    ]
    for moment in moments:
        end = Recorder(StopKind.SUSPEND, moment).train(replace(parts, resume=True))
        if isinstance(end, Trained):
            break
        assert isinstance(end, Cancelled)
    end = Recorder().train(replace(parts, resume=True)) if isinstance(end, Cancelled) else end
    assert isinstance(end, Trained)
    assert end.weights_sha256 == uninterrupted.weights_sha256
    assert (end.readings, end.best_loss) == (uninterrupted.readings, uninterrupted.best_loss)
    assert metrics(parts) == metrics(whole)


def test_a_reading_lost_with_its_process_is_told_of_once(job_of_three: NewJob) -> None:
    whole, parts = job_of_three("whole"), job_of_three("parts")
    Recorder().train(whole)
    at_the_end_of_the_first = Recorder(
        StopKind.SUSPEND, lambda event: isinstance(event, Evaluation) and event.step >= 12
    )
    assert isinstance(at_the_end_of_the_first.train(parts), Cancelled)
    Recorder(StopKind.CANCEL, after_reading(2, 2)).train(replace(parts, resume=True))
    Recorder().train(replace(parts, resume=True))
    assert metrics(parts) == metrics(whole)


def test_stop_and_keep_in_a_later_one_keeps_those_before(job_of_three: NewJob) -> None:
    job, recorder = job_of_three(), Recorder(StopKind.KEEP, after_reading(2, 3))
    end = recorder.train(job)
    assert isinstance(end, Trained)
    assert (end.reason, end.readings) == ("stopped", 1)
    (second,) = begun(recorder)
    assert end.best_step <= second < end.steps
    assert all(event.step <= second for event in recorder.of(Evaluation))  # type: ignore[attr-defined]


@pytest.mark.parametrize(("max_seconds", "readings"), [(20, 1), (30, 2), (60, 3)])
def test_a_bound_on_the_time_ends_before_a_reading_that_it_would_break_off(
    job_of_three: NewJob, monkeypatch: pytest.MonkeyPatch, max_seconds: int, readings: int
) -> None:
    """By the clock, a step takes a second, and what comes after the last one about two."""
    now, learn = 0.0, Learner.step

    def step(self: Learner, rows: list[list[int]], rate: float) -> torch.Tensor:
        nonlocal now
        now += 1
        return learn(self, rows, rate)

    monkeypatch.setattr(Learner, "step", step)
    for module in (pace, train_module):
        monkeypatch.setattr(module, "awake_seconds", lambda: now)
    recorder = Recorder()
    end = recorder.train(job_of_three(max_seconds=max_seconds))
    assert isinstance(end, Trained)
    assert end.reason == ("complete" if readings == 3 else "time")
    assert begun(recorder) == [12, 24][: readings - 1]
    assert end.steps == 12 * readings


def test_a_loss_that_is_no_number_undoes_no_reading_that_is_over(
    job_of_three: NewJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn, steps = Learner.step, 0

    def step(self: Learner, rows: list[list[int]], rate: float) -> torch.Tensor:
        nonlocal steps
        steps += 1
        loss = learn(self, rows, rate)
        return loss * float("nan") if steps == 16 else loss

    monkeypatch.setattr(Learner, "step", step)
    recorder = Recorder()
    end = recorder.train(job_of_three())
    assert isinstance(end, Trained)
    assert end.reason == "complete"
    second = begun(recorder)[0]
    assert second < 16
    assert [event.text for event in recorder.of(Notice)] == [  # type: ignore[attr-defined]
        "The loss was no longer a number at step 16. "
        f"It goes on from step {second} with half the learning rate."
    ]
    assert len(begun(recorder)) == 2

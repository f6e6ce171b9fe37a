"""What a bound on the time is spent on, by a clock that steps and looks at the held-out tweets move on."""

from collections.abc import Callable
from typing import Any

import pytest
import torch

from huggingtweets_gui.engine import best_weights, pace
from huggingtweets_gui.engine import train as train_module
from huggingtweets_gui.engine.evaluation import HeldOut
from huggingtweets_gui.engine.learner import Learner
from huggingtweets_gui.messages import Step, Trained
from tests.engine.conftest import NewJob
from tests.engine.recorder import Recorder

SetSpeed = Callable[[float, float], None]


@pytest.fixture
def take(monkeypatch: pytest.MonkeyPatch) -> SetSpeed:
    """Sets how many seconds each step takes by the clock, and each look; all else takes none."""

    def set_speed(seconds_a_step: float, seconds_a_look: float) -> None:
        now, learn, look = 0.0, Learner.step, best_weights.evaluate

        def step(self: Learner, rows: list[list[int]], rate: float) -> torch.Tensor:
            nonlocal now
            now += seconds_a_step
            return learn(self, rows, rate)

        def evaluate(*what: Any) -> HeldOut | None:
            nonlocal now
            now += seconds_a_look
            return look(*what)

        monkeypatch.setattr(Learner, "step", step)
        monkeypatch.setattr(best_weights, "evaluate", evaluate)
        for module in (pace, train_module, best_weights):
            monkeypatch.setattr(module, "awake_seconds", lambda: now)

    return set_speed


def test_a_bound_on_the_time_is_kept_and_the_rate_reaches_zero(new_job: NewJob, take: SetSpeed) -> None:
    take(0.5, 1.0)
    recorder = Recorder()
    end = recorder.train(new_job(epochs=10_000, evaluations_per_epoch=1, max_seconds=30, patience=10_000))
    assert isinstance(end, Trained)
    assert end.reason == "time"
    assert 25 < end.seconds <= 30
    rates = [event.learning_rate for event in recorder.of(Step)]  # type: ignore[attr-defined]
    assert rates[-1] < max(rates) / 20


def test_half_of_the_time_is_for_steps_where_looks_would_take_it_all(new_job: NewJob, take: SetSpeed) -> None:
    take(10.0, 40.0)
    end = Recorder().train(new_job(epochs=10, evaluations_per_epoch=1, max_seconds=120))
    assert isinstance(end, Trained)
    assert (end.reason, end.steps) == ("time", 6)

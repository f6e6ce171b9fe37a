import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from huggingtweets_gui.engine import models, training
from huggingtweets_gui.engine.batches import read_tweets
from huggingtweets_gui.engine.device import Device
from huggingtweets_gui.engine.evaluation import evaluate
from huggingtweets_gui.engine.schedule import schedule
from huggingtweets_gui.engine.train import train
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.messages import (
    Cancelled,
    Checkpoint,
    End,
    Estimate,
    Evaluation,
    Event,
    Samples,
    Step,
    StopKind,
    Train,
    Trained,
    decode,
)
from tests.engine.conftest import NewJob
from tests.engine.recorder import UnhurriedRecorder


class Recorder:
    """Keeps the events, and asks to stop after a number of steps."""

    def __init__(self, stop: StopKind | None = None, after: int = 0) -> None:
        self.events: list[Event] = []
        self._stop = stop
        self._after = after

    def emit(self, event: Event) -> None:
        self.events.append(event)

    def should_stop(self) -> StopKind | None:
        return self._stop if len(self.of(Step)) >= self._after else None

    def of(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]

    def train(self, job: Train) -> End:
        return train(job, self.emit, self.should_stop)


def weights(job: Train) -> dict[str, torch.Tensor]:
    return load_file(BotLayout(Path(job.bot)).model / "model.safetensors")


def test_the_held_out_loss_falls_and_the_best_weights_are_the_bots(new_job: NewJob) -> None:
    job = new_job(learning_rate=5e-3)
    recorder = Recorder()
    end = recorder.train(job)

    assert isinstance(end, Trained)
    assert end.reason == "complete"
    assert end.best_loss < end.base_loss - 0.5
    losses = [event.loss for event in recorder.of(Evaluation)]  # type: ignore[attr-defined]
    assert end.base_loss == losses[0]
    assert end.best_loss == min(losses)
    device = Device("cpu", "for the test", end.precision)
    model = models.load(BotLayout(Path(job.bot)).model, device.torch_device)
    tweets = read_tweets(BotLayout(Path(job.bot)).dataset, model)
    for part, loss in (("validation", end.best_loss), ("test", end.test_loss)):
        held_out = evaluate(model, tweets[part], lambda: True)
        assert held_out is not None
        assert held_out.loss == pytest.approx(loss, rel=1e-3)


def test_the_bases_loss_is_told_before_all_of_it_is_measured(new_job: NewJob) -> None:
    recorder = Recorder()
    recorder.train(new_job())
    told = [event for event in recorder.events if isinstance(event, Estimate | Evaluation)]
    evaluated = next(at for at, event in enumerate(told) if isinstance(event, Evaluation))
    assert evaluated == len(recorder.of(Estimate)) > 0
    last = told[evaluated - 1]
    assert isinstance(last, Estimate)
    assert last.done == last.total
    assert last.loss == told[evaluated].loss


def test_samples_are_shown_during_the_training(new_job: NewJob) -> None:
    recorder = Recorder()
    recorder.train(new_job(prompt="My dream is"))
    samples = recorder.of(Samples)
    assert samples
    assert all(text.startswith("My dream is") for event in samples for text in event.texts)  # type: ignore[attr-defined]


@pytest.mark.warns
def test_samples_that_cannot_be_written_harm_nothing(
    new_job: NewJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing_left(*arguments: object) -> list[str]:
        raise torch.OutOfMemoryError

    monkeypatch.setattr(training, "glimpse", nothing_left)
    recorder = Recorder()
    assert isinstance(recorder.train(new_job()), Trained)
    assert not recorder.of(Samples)


def test_it_stops_early_once_the_held_out_loss_rises(new_job: NewJob) -> None:
    job = new_job(epochs=60, learning_rate=2e-2, patience=2)
    end = Recorder().train(job)
    assert isinstance(end, Trained)
    assert end.reason == "early-stop"
    assert end.steps < 600
    assert 0 < end.best_step < end.steps


@pytest.mark.parametrize("base", ["tiny_gpt2", "tiny_llama"])
def test_a_suspended_run_ends_as_if_it_had_never_been(
    new_job: NewJob, base: str, request: pytest.FixtureRequest
) -> None:
    folder = str(request.getfixturevalue(base))  # GPT-2 has dropout: its random numbers count too.
    whole = new_job("whole", base=folder)
    parts = new_job("parts", base=folder)
    uninterrupted = Recorder().train(whole)
    assert isinstance(uninterrupted, Trained)
    for after in (3, 4):
        suspended = Recorder(StopKind.SUSPEND, after).train(replace(parts, resume=True))
        assert isinstance(suspended, Cancelled)
        assert suspended.resumable_step
    resumed = Recorder().train(replace(parts, resume=True))

    assert isinstance(resumed, Trained)
    assert resumed.weights_sha256 == uninterrupted.weights_sha256
    assert _losses(parts) == _losses(whole)
    assert [step for step, _ in _losses(parts) if step] == sorted(step for step, _ in _losses(whole) if step)


def _losses(job: Train) -> list[tuple[int, float]]:
    lines = BotLayout(Path(job.bot)).metrics.read_text(encoding="utf-8").splitlines()
    events = [decode(line) for line in lines]
    return [(event.step, event.loss) for event in events if isinstance(event, Step | Evaluation)]


def test_metrics_of_steps_after_the_checkpoint_are_done_anew(new_job: NewJob) -> None:
    job = new_job()
    assert isinstance(Recorder(StopKind.SUSPEND, 3).train(job), Cancelled)
    metrics = BotLayout(Path(job.bot)).metrics
    lost = json.loads(metrics.read_text(encoding="utf-8").splitlines()[-1]) | {"step": 4}
    with metrics.open("a", encoding="utf-8") as file:
        file.write(json.dumps(lost) + "\n")
    with metrics.open("ab") as file:
        file.write('{"event": "samples", "texts": ["🌊'.encode()[:-2])  # killed in the middle of a letter
    Recorder().train(replace(job, resume=True))
    steps = [step for step, _ in _losses(job)]
    assert steps.count(4) - steps.count(3) <= 1  # a step, and perhaps its evaluation
    assert max(steps) == len({step for step in steps if step})


def test_a_resumed_run_knows_how_long_a_look_at_the_held_out_tweets_takes(new_job: NewJob) -> None:
    """Else a bound on the time would be passed by the last looks."""
    job = new_job()
    Recorder(StopKind.SUSPEND, 1).train(job)
    state = BotLayout(Path(job.bot)).checkpoint(1) / "state.json"
    assert json.loads(state.read_text(encoding="utf-8"))["state"]["look_seconds"] > 0


def test_damaged_metrics_do_not_keep_a_training_from_going_on(new_job: NewJob) -> None:
    job = new_job()
    assert isinstance(Recorder(StopKind.SUSPEND, 3).train(job), Cancelled)
    metrics = BotLayout(Path(job.bot)).metrics
    first, *_ = metrics.read_bytes().splitlines(keepends=True)
    metrics.write_bytes(first + bytes(100) + b"\n")  # as a power cut leaves it
    assert isinstance(Recorder().train(replace(job, resume=True)), Trained)
    assert metrics.read_bytes().startswith(first)


def test_stop_and_keep_makes_a_bot_of_what_was_learnt(new_job: NewJob) -> None:
    end = Recorder(StopKind.KEEP, after=2).train(new_job(learning_rate=1e-2))
    assert isinstance(end, Trained)
    assert end.reason == "stopped"
    assert end.steps == 2
    assert end.best_loss < end.base_loss


@pytest.mark.parametrize("kind", [StopKind.KEEP, StopKind.SUSPEND, StopKind.CANCEL])
def test_a_stop_before_the_first_step_leaves_nothing(new_job: NewJob, kind: StopKind) -> None:
    job = new_job()
    assert Recorder(kind).train(job) == Cancelled()
    assert not BotLayout(Path(job.bot)).model.exists()


def test_a_run_suspended_where_it_began_leaves_its_checkpoint_alone(new_job: NewJob) -> None:
    """While it were replaced, a kill could leave neither the old nor the new one."""
    job = new_job()
    Recorder(StopKind.SUSPEND, 3).train(job)
    checkpoint = BotLayout(Path(job.bot)).checkpoint(3)
    written = checkpoint.stat().st_mtime_ns
    assert Recorder(StopKind.SUSPEND).train(replace(job, resume=True)) == Cancelled(resumable_step=3)
    assert checkpoint.stat().st_mtime_ns == written


def test_a_cancelled_run_goes_on_from_its_last_checkpoint(new_job: NewJob) -> None:
    job = new_job()
    assert Recorder(StopKind.SUSPEND, 3).train(job) == Cancelled(resumable_step=3)
    assert Recorder(StopKind.CANCEL, 2).train(replace(job, resume=True)) == Cancelled(resumable_step=3)


def test_nothing_learnt_is_said(new_job: NewJob) -> None:
    with pytest.raises(UserError) as caught:
        Recorder().train(new_job(learning_rate=5.0))
    assert caught.value.code in (ErrorCode.NOTHING_LEARNT, ErrorCode.LOSS_NOT_FINITE)


def test_a_training_whose_time_is_up_too_soon_is_not_offered_to_be_resumed(new_job: NewJob) -> None:
    """All sittings together have one bound on the time, so that going on would end at once."""
    job = new_job(learning_rate=1e-12)
    Recorder(StopKind.SUSPEND, 1).train(job)
    resumed = Recorder()
    with pytest.raises(UserError) as caught:
        resumed.train(replace(job, resume=True, max_seconds=0.001))
    assert resumed.of(Step) == []
    assert caught.value.code is ErrorCode.NOTHING_LEARNT
    assert BotLayout(Path(job.bot)).checkpoint_steps() == []


def test_a_training_stopped_too_early_can_be_resumed(new_job: NewJob) -> None:
    job = new_job(learning_rate=1e-12)
    with pytest.raises(UserError) as caught:
        Recorder(StopKind.KEEP, 1).train(job)
    assert caught.value.code is ErrorCode.STOPPED_TOO_EARLY
    assert BotLayout(Path(job.bot)).checkpoint_steps() == [1]


def test_the_rate_rises_in_a_line_and_falls_in_a_cosine() -> None:
    assert schedule(0.0, 0.1) > 0
    assert schedule(0.05, 0.1) == pytest.approx(0.5)
    assert schedule(0.1, 0.1) == pytest.approx(1.0)
    assert schedule(0.55, 0.1) == pytest.approx(0.5)
    assert schedule(1.0, 0.1) == pytest.approx(0.0)
    assert schedule(1.0, 0.1, final_share=0.5) == pytest.approx(0.5)
    assert math.isfinite(schedule(0.0, 0.0))


def test_a_base_model_that_cannot_be_read_is_said(new_job: NewJob, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError) as caught:
        Recorder().train(new_job(base=str(tmp_path / "empty")))
    assert caught.value.code is ErrorCode.BASE_UNREADABLE


def test_where_nothing_is_learnt_yet_no_checkpoint_is_written(new_job: NewJob) -> None:
    recorder = UnhurriedRecorder()
    recorder.train(new_job())
    steps = [event.step for event in recorder.events if isinstance(event, Checkpoint)]
    assert steps
    assert 0 not in steps


def test_what_a_kill_left_of_a_checkpoint_goes_with_the_next_one(new_job: NewJob) -> None:
    job = new_job()
    left_over = BotLayout(Path(job.bot)).checkpoints / ".step-000001.4242.tmp"
    left_over.mkdir(parents=True)
    (left_over / "weights.safetensors").write_bytes(b"half")
    assert Recorder(StopKind.SUSPEND, 2).train(job) == Cancelled(resumable_step=2)
    assert [path.name for path in left_over.parent.iterdir()] == ["step-000002"]

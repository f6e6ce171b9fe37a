"""A loss that is no number leads back to the last good weights, at half the rate, twice at most."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.models import LanguageModel
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.messages import Checkpoint, Event, Notice, Step, StopKind, Train, Trained
from tests.engine.conftest import NewJob
from tests.engine.recorder import AS_OFTEN_AS_IT_GOES, Recorder, UnhurriedRecorder, after_step

Poison = Callable[[Callable[[int], bool]], None]


@pytest.fixture
def poison(monkeypatch: pytest.MonkeyPatch) -> Poison:
    """Make the network's training batches, counted from 1, turn to NaN where a condition says so."""
    load = models.load
    batches = 0

    def make(is_bad: Callable[[int], bool]) -> None:
        def spoil(module: torch.nn.Module, given: object, output: torch.Tensor) -> torch.Tensor:
            nonlocal batches
            batches += module.training
            return output * float("nan") if module.training and is_bad(batches) else output

        def load_spoilt(folder: Path, device: torch.device) -> LanguageModel:
            model = load(folder, device)
            model.network.get_input_embeddings().register_forward_hook(spoil)
            return model

        monkeypatch.setattr(models, "load", load_spoilt)

    return make


def notices(recorder: Recorder) -> list[str]:
    return [event.text for event in recorder.of(Notice)]  # type: ignore[attr-defined]


def steps_in_metrics(job: Train) -> list[int]:
    lines = BotLayout(Path(job.bot)).metrics.read_text(encoding="utf-8").splitlines()
    return [event["step"] for event in map(json.loads, lines) if event["event"] == "step"]


def test_it_goes_on_from_the_last_checkpoint_with_half_the_rate(new_job: NewJob, poison: Poison) -> None:
    poison(lambda batch: batch == 9)
    job, recorder = new_job(warmup_share=0.0), UnhurriedRecorder()
    end = recorder.train(job)

    assert isinstance(end, Trained)
    assert end.reason == "complete"
    place = next(place for place, event in enumerate(recorder.events) if isinstance(event, Notice))
    saved = [event.step for event in recorder.events[:place] if isinstance(event, Checkpoint)]
    # The weights after step 8 have led to no number: a checkpoint of them is no good.
    good = max(step for step in saved if step < 8)
    assert notices(recorder) == [
        f"The loss was no longer a number at step 9. It goes on from step {good} with half the learning rate."
    ]
    assert steps_in_metrics(job) == list(range(1, end.steps + 1))
    first = {step.step: step.learning_rate for step in recorder.of(Step)[:8]}  # type: ignore[attr-defined]
    again = recorder.of(Step)[8]
    assert isinstance(again, Step)
    assert again.step == good + 1
    assert again.learning_rate == pytest.approx(first.get(again.step, first[8]) / 2, rel=0.2)


def test_without_a_checkpoint_it_goes_on_from_the_beginning(new_job: NewJob, poison: Poison) -> None:
    poison(lambda batch: batch == 4)
    job, recorder = new_job(), Recorder()
    end = recorder.train(job)
    assert isinstance(end, Trained)
    assert notices(recorder) == [
        "The loss was no longer a number at step 4. It goes on from step 0 with half the learning rate."
    ]
    assert steps_in_metrics(job) == list(range(1, end.steps + 1))
    assert end.best_loss < end.base_loss


@pytest.mark.warns
def test_where_what_was_saved_before_is_damaged_the_rest_is_dropped(new_job: NewJob, poison: Poison) -> None:
    """Its weights have led to no number: a training that is killed now must not go on from there."""
    poison(lambda batch: batch == 9)
    job = new_job(warmup_share=0.0)
    layout = BotLayout(Path(job.bot))

    left: list[list[int]] = []

    def happened(event: Event) -> bool:
        if isinstance(event, Checkpoint) and event.step < 8:
            (layout.checkpoint(event.step) / "state.json").write_text("{}", encoding="utf-8")
        if isinstance(event, Notice):
            left.append(layout.checkpoint_steps())
        return False

    recorder = UnhurriedRecorder(when=happened)
    assert isinstance(recorder.train(job), Trained)
    assert left == [[]]
    assert "It goes on from step 0" in notices(recorder)[0]


def test_the_lower_rate_is_kept_when_it_is_resumed(new_job: NewJob, poison: Poison) -> None:
    poison(lambda batch: batch == 2)
    job = new_job(warmup_share=0.0)
    paused = Recorder(StopKind.SUSPEND, after_step(5))
    paused.train(job)
    resumed = Recorder()
    resumed.train(replace(job, resume=True))
    before, after = paused.of(Step)[-1], resumed.of(Step)[0]
    assert isinstance(before, Step) and isinstance(after, Step)
    assert after.learning_rate < before.learning_rate < job.learning_rate / 2 * 1.01


def test_a_rate_that_is_absurd_ends_in_a_clear_sentence(new_job: NewJob) -> None:
    """Nothing is faked here: the weights themselves are thrown out of all bounds."""
    job, recorder = new_job(learning_rate=1e30, warmup_share=0.0), Recorder()
    with pytest.raises(UserError) as caught:
        recorder.train(job, AS_OFTEN_AS_IT_GOES)
    assert caught.value.code is ErrorCode.LOSS_NOT_FINITE
    assert len(notices(recorder)) == 2
    assert BotLayout(Path(job.bot)).checkpoint_steps() == []


def test_the_best_weights_are_kept_when_nothing_helps(new_job: NewJob, poison: Poison) -> None:
    poison(lambda batch: batch > 12)
    job, recorder = new_job(epochs=4), Recorder()
    end = recorder.train(job, AS_OFTEN_AS_IT_GOES)
    assert isinstance(end, Trained)
    assert end.reason == "diverged"
    assert 0 < end.best_step <= 12
    assert end.best_loss < end.base_loss
    assert end.test_loss is not None
    first, second, last = notices(recorder)
    assert "half the learning rate" in first and "half the learning rate" in second
    assert last.endswith("The best weights before that are kept.")
    assert (BotLayout(Path(job.bot)).model / "model.safetensors").is_file()


def test_a_base_model_that_is_no_number_is_refused(new_job: NewJob, monkeypatch: pytest.MonkeyPatch) -> None:
    load = models.load

    def load_broken(folder: Path, device: torch.device) -> LanguageModel:
        model = load(folder, device)
        with torch.no_grad():
            next(model.network.parameters()).fill_(float("nan"))
        return model

    monkeypatch.setattr(models, "load", load_broken)
    with pytest.raises(UserError) as caught:
        Recorder().train(new_job())
    assert caught.value.code is ErrorCode.BASE_UNREADABLE

"""A training goes on from what is whole on the disk, as if nothing had been."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.messages import Begun, Cancelled, Checkpoint, Notice, StopKind, Train, Trained
from tests.engine.conftest import NewJob
from tests.engine.recorder import Recorder, UnhurriedRecorder, after_step


def metrics(job: Train) -> list[tuple[str, int]]:
    lines = BotLayout(Path(job.bot)).metrics.read_text(encoding="utf-8").splitlines()
    return [(event["event"], event["step"]) for event in map(json.loads, lines)]


@pytest.mark.warns
def test_a_damaged_checkpoint_costs_the_steps_since_the_one_before(new_job: NewJob) -> None:
    whole, parts = new_job("whole"), new_job("parts")
    uninterrupted = Recorder().train(whole)
    Recorder(StopKind.SUSPEND, after_step(3)).train(parts)
    Recorder(StopKind.SUSPEND, after_step(7)).train(replace(parts, resume=True))
    layout = BotLayout(Path(parts.bot))
    newest, before = layout.checkpoint_steps()
    weights = layout.checkpoint(newest) / "weights.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])

    recorder = Recorder()
    end = recorder.train(replace(parts, resume=True))
    assert isinstance(end, Trained) and isinstance(uninterrupted, Trained)
    assert [event.text for event in recorder.of(Notice)] == [  # type: ignore[attr-defined]
        f"What was saved at step {newest} is damaged. The training goes on from step {before}."
    ]
    assert [event.step for event in recorder.of(Begun)] == [before]  # type: ignore[attr-defined]
    assert end.weights_sha256 == uninterrupted.weights_sha256
    assert metrics(parts) == metrics(whole)


def test_where_all_is_damaged_that_is_said_and_nothing_removed(new_job: NewJob) -> None:
    job = new_job()
    Recorder(StopKind.SUSPEND, after_step(2)).train(job)
    layout = BotLayout(Path(job.bot))
    checkpoint = layout.checkpoint(layout.checkpoint_steps()[0])
    (checkpoint / "weights.safetensors").write_bytes(b"half")
    recorded = metrics(job)
    with pytest.raises(UserError) as caught:
        Recorder().train(replace(job, resume=True))
    assert caught.value.code is ErrorCode.CHECKPOINT_DAMAGED
    assert checkpoint.is_dir()
    assert metrics(job) == recorded


def test_the_checkpoint_of_another_base_model_is_not_put_into_this_one(
    new_job: NewJob, tiny_gpt2: Path
) -> None:
    job = new_job()
    Recorder(StopKind.SUSPEND, after_step(2)).train(job)
    with pytest.raises(UserError) as caught:
        Recorder().train(replace(job, resume=True, base=str(tiny_gpt2)))
    assert caught.value.code is ErrorCode.CHECKPOINT_DAMAGED


def test_a_training_begun_anew_does_not_go_on_from_an_older_one(new_job: NewJob) -> None:
    job = new_job()
    Recorder(StopKind.SUSPEND, after_step(6)).train(job)
    assert Recorder(StopKind.CANCEL, after_step(2)).train(job) == Cancelled()
    assert BotLayout(Path(job.bot)).checkpoint_steps() == []


def test_each_checkpoint_that_is_told_can_be_gone_on_from(new_job: NewJob) -> None:
    """Written while the training goes on, it holds the moment at which it was begun."""
    whole, parts = new_job("whole"), new_job("parts")
    uninterrupted = Recorder().train(whole)
    cut_off = UnhurriedRecorder(StopKind.CANCEL, lambda event: isinstance(event, Checkpoint))
    end = cut_off.train(parts)
    assert isinstance(end, Cancelled)
    assert end.resumable_step == cut_off.of(Checkpoint)[-1].step  # type: ignore[attr-defined]
    resumed = Recorder().train(replace(parts, resume=True))
    assert isinstance(resumed, Trained) and isinstance(uninterrupted, Trained)
    assert resumed.weights_sha256 == uninterrupted.weights_sha256
    assert metrics(parts) == metrics(whole)

"""The starter model itself: converted from its package, then trained for a few steps."""

from pathlib import Path

import pytest

from huggingtweets_gui.engine.starter import convert_starter
from huggingtweets_gui.engine.train import train
from huggingtweets_gui.messages import Evaluation, Event, Step, Trained
from huggingtweets_gui.workflow.base_choice import starter_gguf
from huggingtweets_gui.workflow.base_folder import check_base_folder
from tests.engine.conftest import NewJob


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bases") / "starter"
    convert_starter(starter_gguf(), folder)
    return folder


def test_the_converted_starter_is_a_base_model_like_others(starter: Path) -> None:
    check_base_folder(starter)


def test_a_few_steps_bring_the_held_out_loss_down(starter: Path, new_job: NewJob) -> None:
    events: list[Event] = []
    job = new_job(
        base=str(starter),
        device="auto",
        epochs=0.7,
        learning_rate=2e-4,
        evaluations_per_epoch=1,
        batch_tokens=384,
    )
    end = train(job, events.append, lambda: None)
    assert isinstance(end, Trained)
    assert end.best_loss < end.base_loss - 0.5
    assert sum(isinstance(event, Step) for event in events) == end.steps
    assert sum(isinstance(event, Evaluation) for event in events) == 2

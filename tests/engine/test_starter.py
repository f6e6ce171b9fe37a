"""The starter model itself: converted from its package, then trained for a few steps."""

from pathlib import Path

import pytest
import torch

from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.device import Device
from huggingtweets_gui.engine.learner import Learner
from huggingtweets_gui.engine.starter import convert_starter
from huggingtweets_gui.engine.train import train
from huggingtweets_gui.messages import Evaluation, Event, Step, Trained
from huggingtweets_gui.workflow.base_choice import starter_gguf
from huggingtweets_gui.workflow.base_folder import check_base_folder
from tests.engine.conftest import NewJob
from tests.invented import invented_tweets


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bases") / "starter"
    convert_starter(starter_gguf(), folder)
    return folder


def test_the_converted_starter_is_a_base_model_like_others(starter: Path) -> None:
    check_base_folder(starter)


def test_its_first_layer_learns_in_bf16_what_it_learns_in_fp32(starter: Path) -> None:
    """With what the layers add to in bf16, a third of these gradients was rounding, up to two thirds."""
    exact, rounded = (first_gradients(starter, precision) for precision in ("fp32", "bf16"))
    for name, gradient in exact.items():
        assert (rounded[name] - gradient).norm() < 0.2 * gradient.norm(), name


def first_gradients(base: Path, precision: str) -> dict[str, torch.Tensor]:
    """Return the gradients of the first layer in a first step, scaled."""
    learner = Learner(
        models.load(base, torch.device("cpu")), Device("cpu", "for the test", precision), 0.01, 512
    )
    separator = learner.model.separator
    texts = [str(record["full_text"]) for record in invented_tweets(8, seed=5)]
    rows = ([separator, *learner.model.encode(text), separator] for text in texts)
    learner.step(sorted(rows, key=len), 1e-5)
    return {
        name: value
        for name, value in learner.moments().items()
        if ".layers.0." in name and name.endswith("exp_avg")
    }


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

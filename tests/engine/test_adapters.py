"""Training additions to a model in place of its weights, and less memory in mid-run."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.adapters import add_adapters, merged
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.messages import Cancelled, StopKind, Trained
from tests.engine.conftest import NewJob
from tests.engine.recorder import AS_OFTEN_AS_IT_GOES, Recorder, after_step

CPU = torch.device("cpu")


def test_new_adapters_change_nothing_and_alone_can_learn(tiny_model: Path) -> None:
    model = models.load(tiny_model, CPU)
    inputs = torch.arange(20).view(2, 10)
    before = model.network(input_ids=inputs).logits
    add_adapters(model.network, 4)
    torch.testing.assert_close(model.network(input_ids=inputs).logits, before)
    assert all(("lora" in name) == weight.requires_grad for name, weight in model.network.named_parameters())


def test_what_adapters_have_learnt_is_added_to_the_weights(tiny_model: Path) -> None:
    model = models.load(tiny_model, CPU)
    add_adapters(model.network, 4)
    learnt = {
        name: weight.detach() + 0.05
        for name, weight in model.network.named_parameters()
        if weight.requires_grad
    }
    model.network.load_state_dict(learnt, strict=False)
    inputs = torch.arange(20).view(2, 10)
    whole = merged(tiny_model, 4, learnt)
    assert not any("lora" in name for name, _ in whole.network.named_parameters())
    torch.testing.assert_close(
        whole.network(input_ids=inputs).logits, model.network(input_ids=inputs).logits, rtol=1e-4, atol=1e-5
    )


@pytest.mark.parametrize("base", ["tiny_gpt2", "tiny_llama"])
def test_a_bot_of_adapters_is_a_whole_model_that_has_learnt(
    new_job: NewJob, base: str, request: pytest.FixtureRequest
) -> None:
    job = new_job(base=str(request.getfixturevalue(base)), lora_rank=8, learning_rate=2e-2, epochs=3)
    end = Recorder().train(job)
    assert isinstance(end, Trained)
    assert end.best_loss < end.base_loss - 0.1
    bot = models.load(BotLayout(Path(job.bot)).model, CPU)
    assert not any("lora" in name for name, _ in bot.network.named_parameters())


def test_a_training_of_adapters_that_was_suspended_ends_as_if_it_had_never_been(new_job: NewJob) -> None:
    whole, parts = (new_job(name, lora_rank=4, learning_rate=1e-2) for name in ("whole", "parts"))
    uninterrupted = Recorder().train(whole)
    suspended = Recorder(StopKind.SUSPEND, after_step(4)).train(parts, AS_OFTEN_AS_IT_GOES)
    assert isinstance(suspended, Cancelled)
    resumed = Recorder().train(replace(parts, resume=True))
    assert isinstance(uninterrupted, Trained) and isinstance(resumed, Trained)
    assert resumed.weights_sha256 == uninterrupted.weights_sha256

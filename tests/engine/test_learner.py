import gc
from pathlib import Path

import pytest
import torch

from huggingtweets_gui.engine import learner as learner_module
from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.device import Device
from huggingtweets_gui.engine.evaluation import summed_loss
from huggingtweets_gui.engine.learner import Learner
from tests.invented import invented_tweets

CPU = torch.device("cpu")


def new_learner(folder: Path, precision: str = "fp32", micro_batch_tokens: int = 512) -> Learner:
    torch.manual_seed(3)
    return Learner(
        models.load(folder, CPU), Device("cpu", "for the test", precision), 0.01, micro_batch_tokens
    )


def rows(learner: Learner, count: int = 8) -> list[list[int]]:
    """Tweets as tokens, sorted by length as batches have them."""
    separator = learner.model.separator
    texts = [str(record["full_text"]) for record in invented_tweets(count, seed=5)]
    return sorted(([separator, *learner.model.encode(text), separator] for text in texts), key=len)


@pytest.mark.parametrize("precision", ["fp32", "bf16", "fp16"])
def test_the_loss_falls_in_every_precision(tiny_model: Path, precision: str) -> None:
    learner = new_learner(tiny_model, precision)
    batch = rows(learner)
    losses = [float(learner.step(batch, 3e-3)) for _ in range(30)]
    assert losses[-1] < losses[0] - 0.8


def test_what_16_bits_would_round_away_is_learnt(tiny_llama: Path) -> None:
    learner = new_learner(tiny_llama, "bf16")
    before = learner.copy_of_weights()
    for _ in range(5):
        learner.step(rows(learner), 1e-7)
    after = learner.weights()
    assert all(not torch.equal(before[name], after[name]) for name in before)
    assert all(weight.dtype == torch.float32 for weight in after.values())


def test_a_step_can_be_tried_again_after_the_gradients_were_unscaled(
    tiny_llama: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner = new_learner(tiny_llama, "fp16")
    batch = rows(learner)

    def nothing_left(*arguments: object) -> None:
        raise torch.OutOfMemoryError

    with monkeypatch.context() as patch:
        patch.setattr(torch.nn.utils, "clip_grad_norm_", nothing_left)
        with pytest.raises(torch.OutOfMemoryError):
            learner.step(batch, 1e-3)
    # The first steps only find the scale.
    losses = [float(learner.step(batch, 1e-3)) for _ in range(10)]
    assert losses[-1] < losses[0]


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_a_batch_in_parts_teaches_what_it_teaches_whole(tiny_llama: Path, precision: str) -> None:
    # Without dropout, which GPT-2 has: parts draw other random numbers.
    whole, parts = new_learner(tiny_llama, precision), new_learner(tiny_llama, precision, 60)
    batch = rows(whole)
    assert sum(map(len, batch)) > 2 * 60
    losses = [float(learner.step(batch, 1e-3)) for learner in (whole, parts)]
    assert losses[0] == pytest.approx(losses[1], rel=1e-3)
    moments = [learner.moments() for learner in (whole, parts)]
    for name in (name for name in moments[0] if name.endswith("exp_avg")):
        difference = (moments[0][name] - moments[1][name]).norm()
        assert difference <= (1e-4 if precision == "fp32" else 0.03) * moments[0][name].norm() + 1e-9


@pytest.mark.parametrize("precision", ["fp32", "bf16", "fp16"])
def test_it_goes_on_from_its_weights_and_moments_bit_by_bit(tiny_llama: Path, precision: str) -> None:
    first = new_learner(tiny_llama, precision)
    batch = rows(first)
    for _ in range(3):
        first.step(batch, 1e-3)
    second = new_learner(tiny_llama, precision)
    second.set_weights(first.weights())
    second.set_moments(first.moments())
    for learner in (first, second):
        learner.step(batch, 1e-3)
    mine, its = first.weights(), second.weights()
    assert all(torch.equal(mine[name], its[name]) for name in mine)


def test_a_step_without_the_memory_for_it_changes_nothing(
    tiny_llama: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner, undisturbed = new_learner(tiny_llama, "bf16", 60), new_learner(tiny_llama, "bf16", 60)
    batch = rows(learner)
    calls = iter(range(100))

    def loss_or_nothing_left(*arguments: object) -> torch.Tensor:
        if next(calls) == 2:
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory")
        return summed_loss(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(learner_module, "summed_loss", loss_or_nothing_left)
    with pytest.raises(RuntimeError, match="can't allocate"):
        learner.step(batch, 1e-3)
    learner.step(batch, 1e-3)
    monkeypatch.undo()
    undisturbed.step(batch, 1e-3)
    mine, its = learner.weights(), undisturbed.weights()
    assert all(torch.equal(mine[name], its[name]) for name in mine)


def test_a_backward_pass_that_fails_leaves_no_activations(tiny_llama: Path) -> None:
    learner = new_learner(tiny_llama)
    batch = rows(learner)
    learner.step(batch, 1e-3)

    def run_out(gradient: torch.Tensor) -> None:
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory")

    before = living_tensors()
    hook = learner.model.network.get_parameter("model.layers.0.mlp.up_proj.weight").register_hook(run_out)
    with pytest.raises(RuntimeError, match="can't allocate"):
        learner.step(batch, 1e-3)
    hook.remove()
    assert living_tensors() <= before


def living_tensors() -> int:
    gc.collect()
    return sum(type(thing) is torch.Tensor for thing in gc.get_objects())


def test_an_overflow_in_fp16_skips_the_step_and_lowers_the_scale(
    tiny_llama: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner = new_learner(tiny_llama, "fp16")
    batch = rows(learner)
    learner.step(batch, 1e-3)
    before, scale = learner.copy_of_weights(), learner.moments()["loss scale"][0]
    monkeypatch.setattr(
        learner_module, "summed_loss", lambda *arguments: summed_loss(*arguments) * float("inf")
    )
    learner.step(batch, 1e-3)
    after = learner.weights()
    assert all(torch.equal(before[name], after[name]) for name in before)
    assert learner.moments()["loss scale"][0] < scale


def test_a_finished_network_holds_the_weights_in_fp32(tiny_model: Path) -> None:
    learner = new_learner(tiny_model, "bf16")
    learner.step(rows(learner), 1e-3)
    weights = learner.copy_of_weights()
    learner.finish(weights)
    for name, weight in learner.model.network.named_parameters():
        assert torch.equal(weight, weights[name])


def test_tokens_that_a_batch_lacks_are_looked_up_as_before(tiny_gpt2: Path) -> None:
    """An embedding's gradient has rows for the batch's tokens alone, those twice in it included."""
    learner = new_learner(tiny_gpt2)
    learner.model.network.eval()
    network = models.load(tiny_gpt2, CPU).network
    inputs = torch.tensor([[7, 9, 7], [7, 4, 3]])
    for each in (learner.model.network, network):
        each(input_ids=inputs, use_cache=False).logits.pow(2).mean().backward()
    expected = {name: weight.grad for name, weight in network.named_parameters()}
    for name, weight in learner.model.network.named_parameters():
        torch.testing.assert_close(weight.grad, expected[name], rtol=1e-4, atol=1e-7)

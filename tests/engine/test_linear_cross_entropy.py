from pathlib import Path
from typing import Any

import pytest
import torch
from torch.nn import functional
from transformers import LlamaForCausalLM

from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.batches import tensors
from huggingtweets_gui.engine.evaluation import summed_loss
from huggingtweets_gui.engine.linear_cross_entropy import IGNORED, linear_cross_entropy

VOCABULARY, WIDTH = 70_000, 16  # so large that a block is seven positions


def parts(dtype: torch.dtype, positions: int = 20) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    random = torch.Generator().manual_seed(4)
    hidden = torch.randn(positions, WIDTH, generator=random)
    weight = torch.randn(VOCABULARY, WIDTH, generator=random)
    labels = torch.randint(VOCABULARY, (positions,), generator=random)
    labels[::6] = IGNORED
    return hidden.to(dtype).requires_grad_(), weight.to(dtype).requires_grad_(), labels


@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float32, 1e-5), (torch.bfloat16, 0.01)])
def test_loss_and_gradients_are_those_of_cross_entropy(dtype: torch.dtype, tolerance: float) -> None:
    hidden, weight, labels = parts(dtype)
    logits = (hidden @ weight.T).float()
    expected = functional.cross_entropy(logits, labels, ignore_index=IGNORED, reduction="sum")
    expected_gradients = torch.autograd.grad(expected / 7, (hidden, weight))

    actual = linear_cross_entropy(hidden, weight, labels)

    torch.testing.assert_close(actual, expected, rtol=1e-5, atol=0)
    for mine, its in zip(torch.autograd.grad(actual / 7, (hidden, weight)), expected_gradients, strict=True):
        assert mine.dtype == dtype
        assert (mine - its).norm() < tolerance * its.norm()


def test_a_head_that_does_not_learn_gets_no_gradient() -> None:
    hidden, weight, labels = parts(torch.float32)
    weight.requires_grad_(False)
    linear_cross_entropy(hidden, weight, labels).backward()
    assert hidden.grad is not None and weight.grad is None


def test_positions_without_any_label_have_neither_loss_nor_gradient() -> None:
    hidden, weight, labels = parts(torch.float32)
    loss = linear_cross_entropy(hidden, weight, torch.full_like(labels, IGNORED))
    loss.backward()
    assert loss.item() == 0
    assert hidden.grad is not None and not hidden.grad.any()


def test_a_model_whose_logits_are_bent_keeps_its_own_loss(
    tiny_llama: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some architectures scale or cap their logits after the head."""
    device = torch.device("cpu")
    inputs, labels = tensors([[0, 5, 6, 7, 0], [0, 8, 0]], device)
    plain = models.load(tiny_llama, device)
    assert plain.has_plain_head
    forward = LlamaForCausalLM.forward

    def bent(*arguments: Any, **keywords: Any) -> Any:
        output = forward(*arguments, **keywords)
        output.logits /= 3
        return output

    monkeypatch.setattr(LlamaForCausalLM, "forward", bent)
    scaled = models.load(tiny_llama, device)
    assert not scaled.has_plain_head
    with torch.no_grad():
        logits = scaled.network(input_ids=inputs).logits
        expected = functional.cross_entropy(logits.flatten(0, 1), labels.flatten(), reduction="sum")
        assert summed_loss(scaled, inputs, labels).item() == pytest.approx(expected.item(), rel=1e-5)
        assert summed_loss(plain, inputs, labels).item() != pytest.approx(expected.item(), rel=1e-3)

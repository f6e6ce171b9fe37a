"""Steps of AdamW as long as ever where gradients are as ever, and shorter where they leap."""

import pytest
import torch

from huggingtweets_gui.engine.steady_adamw import SteadyAdamW

RATE = 1e-3


def weight(*shape: int) -> torch.Tensor:
    return torch.nn.Parameter(torch.zeros(shape))


def movement(
    optimizer: SteadyAdamW, weights: list[torch.Tensor], gradients: list[torch.Tensor]
) -> list[float]:
    """Take a step and return the mean way that each of these weights went."""
    before = [one.detach().clone() for one in weights]
    for one, gradient in zip(weights, gradients, strict=True):
        one.grad = gradient
    optimizer.learning_rate = RATE
    optimizer.step()
    return [float((one.detach() - old).abs().mean()) for one, old in zip(weights, before, strict=True)]


def test_gradients_as_ever_move_weights_as_adamw_does() -> None:
    generator = torch.Generator().manual_seed(0)
    ours, theirs = weight(40, 30), weight(40, 30)
    steady = SteadyAdamW([ours], 0.01)
    plain = torch.optim.AdamW([theirs], lr=RATE, betas=(0.9, 0.99), eps=1e-6, weight_decay=0.01)
    for size in (1.0, 0.9, 0.8, 0.7):  # Falling gradients: nothing to clip.
        gradient = size * torch.randn(40, 30, generator=generator).sign()
        movement(steady, [ours], [gradient])
        theirs.grad = gradient.clone()
        plain.step()
    torch.testing.assert_close(ours, theirs)


@pytest.mark.parametrize("shape", [(40, 30), (700, 300)], ids=["small", "large"])
def test_a_leap_of_one_tensors_gradients_shortens_its_step_alone(shape: tuple[int, int]) -> None:
    generator = torch.Generator().manual_seed(0)
    leaping, calm, plain = weight(*shape), weight(*shape), weight(*shape)
    steady = SteadyAdamW([leaping, calm], 0.0)
    adamw = torch.optim.AdamW([plain], lr=RATE, betas=(0.9, 0.99), eps=1e-6, weight_decay=0.0)
    for _ in range(20):
        gradient = torch.randn(shape, generator=generator)
        movement(steady, [leaping, calm], [gradient, gradient])
        plain.grad = gradient.clone()
        adamw.step()
    usual = movement(steady, [leaping, calm], [gradient, gradient])[1]
    plain.grad = gradient.clone()
    adamw.step()
    before = plain.detach().clone()
    plain.grad = 10 * gradient
    adamw.step()
    clipped, unclipped = movement(steady, [leaping, calm], [10 * gradient, gradient])
    assert clipped < 0.5 * float((plain.detach() - before).abs().mean())
    assert unclipped == pytest.approx(usual, rel=0.2)


def test_weights_that_get_no_gradient_stay() -> None:
    still = weight(5, 5)
    assert movement(SteadyAdamW([still], 0.0), [still], [torch.zeros(5, 5)]) == [0.0]

"""AdamW that takes shorter steps where gradients have grown faster than it knows of."""

from collections.abc import Callable, Sequence

import torch

_BETAS = (0.9, 0.99)
# The gradients' norm is 1, so that this is about a hundredth of an ordinary one: weights with next to no
# gradient do not take steps as long as others.
_EPSILON = 1e-6
# Of a tensor with more weights than this only every eighth row is looked at: all of them would take a
# tenth of a step's time on a CPU.
_WHOLE = 1 << 16
_STRIDE = 8


class SteadyAdamW(torch.optim.AdamW):
    """AdamW with the update clipping of Adafactor (Shazeer and Stern 2018, arXiv:1804.04235).

    Where a tensor's gradients are larger than the mean of their squares has told so far, AdamW's step is
    longer than the learning rate, and a training may break out: the loss leaps, and does not recover
    wholly. Here the tensor's rate is divided then by the root of the mean of g² / v, as in StableAdamW
    (Wortsman et al. 2023, arXiv:2304.13013).

    Args:
        weights: fp32. The memory of the moments is taken at once: a step that finds too little must
            not have changed anything.
        weight_decay: of AdamW.

    Attributes:
        learning_rate: of the next step, where nothing is clipped.
    """

    def __init__(self, weights: Sequence[torch.Tensor], weight_decay: float) -> None:
        super().__init__(
            [{"params": [weight]} for weight in weights],
            betas=_BETAS,
            eps=_EPSILON,
            weight_decay=weight_decay,
            fused=True,
        )
        self.learning_rate = 0.0
        for weight in weights:
            self.state[weight] = {
                "step": torch.zeros((), device=weight.device),
                "exp_avg": torch.zeros_like(weight, requires_grad=False),
                "exp_avg_sq": torch.zeros_like(weight, requires_grad=False),
            }

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]
        """Take one step at ``learning_rate``; the gradients are there and in fp32."""
        for group in self.param_groups:
            (weight,) = group["params"]
            group["lr"] = self.learning_rate / self._update_size(weight).clamp_min(1.0)
        super().step(closure)

    def _update_size(self, weight: torch.Tensor) -> torch.Tensor:
        """Return the root of the mean of g² / v, v with this gradient in it and not biased towards zero.

        Large tensors are judged by a part of their rows.

        Returns:
            A scalar in fp32 on the device: about 1 where gradients are as ever.
        """
        assert weight.grad is not None
        state, beta = self.state[weight], _BETAS[1]
        gradients, squares = weight.grad, state["exp_avg_sq"]
        if weight.numel() > _WHOLE:
            gradients, squares = gradients[::_STRIDE], squares[::_STRIDE]
        square = gradients.square()
        ratios = square / (squares * beta).add_(square, alpha=1 - beta).clamp_min_(_EPSILON**2)
        bias = 1 - torch.pow(beta, state["step"] + 1)
        return torch.sqrt(ratios.mean() * bias)

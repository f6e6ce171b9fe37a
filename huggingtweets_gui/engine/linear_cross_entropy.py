"""The loss of predicted tokens without the tensors it needs on the way.

A vocabulary has a hundred times as many tokens as a layer has columns, and logits in fp32, their
log-probabilities and the gradients of both are the largest tensors of a training step. Here the logits are
kept once, in the precision of the weights, and are turned into their own gradient block by block while a
block is in the processor's cache. The idea is that of Liger Kernel (Hsu et al. 2024, arXiv:2410.10989)
and Cut Cross-Entropy (Wijmans et al. 2024, arXiv:2411.09009).
"""

from typing import Any

import torch

IGNORED = -100  # the mark of a position without a label, as transformers has it
# Logits of a block, in fp32: on a processor they stay in its cache, on a GPU they keep it busy.
_BLOCK_LOGITS = {"cpu": 1 << 19}
_MOST_BLOCK_LOGITS = 1 << 26


def linear_cross_entropy(hidden: torch.Tensor, weight: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Return the summed cross-entropy of ``hidden @ weight.T`` in nats, a scalar in fp32.

    Args:
        hidden: the last hidden states, [positions, width]; computed with in the weight's precision.
        weight: [vocabulary, width].
        labels: int64, [positions]; those that are ``IGNORED`` have no loss.
    """
    loss: torch.Tensor = _LinearCrossEntropy.apply(hidden.to(weight.dtype), weight, labels)  # type: ignore[no-untyped-call]
    return loss


class _LinearCrossEntropy(torch.autograd.Function):
    """Its backward pass can be run once: it scales in place what the forward pass has left."""

    @staticmethod
    def forward(
        context: Any, hidden: torch.Tensor, weight: torch.Tensor, labels: torch.Tensor
    ) -> torch.Tensor:
        logits = hidden @ weight.T
        learns = any(context.needs_input_grad)
        most = _BLOCK_LOGITS.get(logits.device.type, _MOST_BLOCK_LOGITS)
        size = max(1, most // logits.shape[1])
        loss = torch.zeros((), device=logits.device)
        for block, targets in zip(logits.split(size), labels.split(size), strict=True):
            log_probabilities = torch.log_softmax(block, -1, dtype=torch.float32)
            ignored = (targets == IGNORED)[:, None]
            targets = targets.clamp(min=0)[:, None]
            loss -= log_probabilities.gather(1, targets).masked_fill_(ignored, 0.0).sum()
            if learns:
                gradient = log_probabilities.exp_()
                gradient.scatter_add_(1, targets, torch.full_like(targets, -1.0, dtype=torch.float32))
                block.copy_(gradient.masked_fill_(ignored, 0.0))
        if learns:
            context.save_for_backward(hidden, weight, logits)
        return loss

    @staticmethod
    def backward(context: Any, gradient: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        hidden, weight, slope = context.saved_tensors
        slope.mul_(gradient)
        of_hidden, of_weight, _ = context.needs_input_grad
        return slope @ weight if of_hidden else None, slope.T @ hidden if of_weight else None, None

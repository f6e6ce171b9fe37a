"""Looking up tokens in an embedding whose gradient touches only the rows that were looked up."""

from typing import Any

import torch


def lookup(tokens: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """Return the rows of an embedding; backward, their gradients are added to ``weight.grad`` where it is.

    PyTorch's own backward pass makes a gradient as large as the vocabulary for a few hundred tokens of
    it, adds it to that of the head, where the two are tied, and casts the sum.

    Args:
        tokens: int64, of any shape.
        weight: [vocabulary, width], a leaf that learns.
    """
    rows: torch.Tensor = _Lookup.apply(tokens, weight)  # type: ignore[no-untyped-call]
    return rows


class _Lookup(torch.autograd.Function):
    @staticmethod
    def forward(context: Any, tokens: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        context.tokens, context.weight = tokens, weight
        return weight[tokens]

    @staticmethod
    def backward(context: Any, gradient: torch.Tensor) -> tuple[None, None]:
        weight = context.weight
        if weight.grad is None:
            weight.grad = torch.zeros_like(weight)
        weight.grad.index_add_(0, context.tokens.flatten(), gradient.flatten(0, -2))
        return None, None

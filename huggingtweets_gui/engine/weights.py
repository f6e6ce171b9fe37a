"""Copying a network's weights out of it and back."""

import torch


def copy_of_weights(network: torch.nn.Module) -> dict[str, torch.Tensor]:
    """Return a copy of all weights in main memory, by name; tied weights are there once."""
    return {
        name: weight.detach().to("cpu", copy=True).contiguous() for name, weight in network.named_parameters()
    }


@torch.no_grad()
def set_weights(network: torch.nn.Module, weights: dict[str, torch.Tensor]) -> None:
    """Put back what ``copy_of_weights`` returned."""
    for name, weight in network.named_parameters():
        weight.copy_(weights[name])

"""Taking a network's weights out of it and putting them back."""

import torch


def weights_of(network: torch.nn.Module) -> dict[str, torch.Tensor]:
    """Return all weights by name, the network's own tensors; tied weights are there once."""
    return {name: weight.detach() for name, weight in network.named_parameters()}


def copy_of_weights(network: torch.nn.Module) -> dict[str, torch.Tensor]:
    """Return a copy of all weights in main memory, by name."""
    return {name: weight.to("cpu", copy=True).contiguous() for name, weight in weights_of(network).items()}


@torch.no_grad()
def set_weights(network: torch.nn.Module, weights: dict[str, torch.Tensor]) -> None:
    """Put back what ``weights_of`` or ``copy_of_weights`` returned.

    Raises:
        ValueError: they are those of another network; none is put in then.
    """
    own = dict(network.named_parameters())
    if {name: weight.shape for name, weight in own.items()} != {
        name: weight.shape for name, weight in weights.items()
    }:
        raise ValueError("the weights are those of another network")
    for name, weight in own.items():
        weight.copy_(weights[name])

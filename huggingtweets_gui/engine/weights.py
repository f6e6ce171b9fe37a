"""Taking a network's weights out of it."""

import torch


def weights_of(network: torch.nn.Module) -> dict[str, torch.Tensor]:
    """Return all weights by name, the network's own tensors; tied weights are there once."""
    return {name: weight.detach() for name, weight in network.named_parameters()}

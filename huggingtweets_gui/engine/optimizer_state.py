"""Taking an optimizer's state out of it and putting it back, as tensors with names."""

import torch


def moments_of(network: torch.nn.Module, optimizer: torch.optim.Optimizer) -> dict[str, torch.Tensor]:
    """Return what the optimizer keeps of each weight: its own tensors, named ``weight/kind``."""
    return {
        f"{name}/{kind}": value.detach()
        for name, weight in network.named_parameters()
        for kind, value in optimizer.state[weight].items()
    }


def set_moments(
    network: torch.nn.Module, optimizer: torch.optim.Optimizer, moments: dict[str, torch.Tensor]
) -> None:
    """Put back what ``moments_of`` returned; the optimizer may go on with these very tensors."""
    weights = dict(network.named_parameters())
    optimizer.state.clear()
    for name_and_kind, value in moments.items():
        name, kind = name_and_kind.rsplit("/", 1)
        # The fused AdamW keeps its step count beside the weight it belongs to.
        optimizer.state[weights[name]][kind] = value.to(weights[name].device)

"""The states of the random generators, which decide what dropout leaves out."""

import torch


def random_states() -> dict[str, torch.Tensor]:
    """Return copies of the states, by device."""
    states = {"cpu": torch.get_rng_state()}
    # Only asked where it is used: the question alone would take hold of the GPU.
    if torch.cuda.is_initialized():
        states["cuda"] = torch.cuda.get_rng_state()
    return states


def set_random_states(states: dict[str, torch.Tensor]) -> None:
    """Put back what ``random_states`` returned; that of a device which is not here is left out."""
    torch.set_rng_state(states["cpu"])
    if "cuda" in states and torch.cuda.is_initialized():
        torch.cuda.set_rng_state(states["cuda"])

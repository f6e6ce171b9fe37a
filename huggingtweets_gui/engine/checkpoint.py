"""Writing and reading the state of a training, so that it can go on after anything."""

import json
import logging
import shutil
from dataclasses import asdict, dataclass

import torch
from safetensors.torch import load_file, save_file

from huggingtweets_gui.foundation import atomic
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.errors import ErrorCode, UserError

_log = logging.getLogger(__name__)

_MARGIN = 200_000_000  # bytes left free on the disk


@dataclass
class TrainingState:
    """Where a training stands, apart from its tensors. Losses as in ``messages``.

    Attributes:
        step: optimizer steps done.
        seconds: spent so far, loading and evaluating included.
        best_step: after which step the kept weights were taken; 0 for the base model's own.
        stale: evaluations since the best one.
    """

    step: int = 0
    seconds: float = 0.0
    base_loss: float = 0.0
    base_bits: float = 0.0
    best_loss: float = 0.0
    best_bits: float = 0.0
    best_step: int = 0
    stale: int = 0


def weights_of(network: torch.nn.Module) -> dict[str, torch.Tensor]:
    """Return a copy of all weights in main memory; tied weights are there once."""
    return {
        name: weight.detach().to("cpu", copy=True).contiguous() for name, weight in network.named_parameters()
    }


def set_weights(network: torch.nn.Module, weights: dict[str, torch.Tensor]) -> None:
    """Put back what ``weights_of`` returned."""
    with torch.no_grad():
        for name, weight in network.named_parameters():
            weight.copy_(weights[name])


def write(
    layout: BotLayout,
    state: TrainingState,
    network: torch.nn.Module,
    optimizer: torch.optim.Optimizer,
    best: dict[str, torch.Tensor],
) -> bool:
    """Write a checkpoint, then drop the older ones.

    Returns:
        Whether there was room on the disk; if not, the older checkpoint stays.
    """
    weights = weights_of(network)
    moments = _moments(network, optimizer)
    size = sum(t.nbytes for tensors in (weights, moments, best) for t in tensors.values())
    layout.checkpoints.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(layout.checkpoints).free < size + _MARGIN:
        return False
    with atomic.replacing_folder(layout.checkpoint(state.step)) as folder:
        save_file(weights, folder / "weights.safetensors")
        save_file(moments, folder / "optimizer.safetensors")
        save_file(best, folder / "best.safetensors")
        save_file(_random_states(), folder / "random.safetensors")
        (folder / "state.json").write_text(json.dumps(asdict(state)), encoding="utf-8")
    for step in layout.checkpoint_steps():
        if step != state.step:
            shutil.rmtree(layout.checkpoint(step), ignore_errors=True)
    return True


def read(
    layout: BotLayout, network: torch.nn.Module, optimizer: torch.optim.Optimizer
) -> tuple[TrainingState, dict[str, torch.Tensor]] | None:
    """Put the newest checkpoint back into the network, the optimizer and the random generators.

    Returns:
        The state and the best weights so far; None where there is no checkpoint.

    Raises:
        UserError: CHECKPOINT_DAMAGED.
    """
    steps = layout.checkpoint_steps()
    if not steps:
        return None
    folder = layout.checkpoint(steps[0])
    try:
        state = TrainingState(**json.loads((folder / "state.json").read_text(encoding="utf-8")))
        set_weights(network, load_file(folder / "weights.safetensors"))
        _set_moments(network, optimizer, load_file(folder / "optimizer.safetensors"))
        _set_random_states(load_file(folder / "random.safetensors"))
        return state, load_file(folder / "best.safetensors")
    except Exception as error:  # safetensors has an error class of its own, beside OSError and KeyError.
        raise UserError(ErrorCode.CHECKPOINT_DAMAGED, details=repr(error)) from error


def _moments(network: torch.nn.Module, optimizer: torch.optim.Optimizer) -> dict[str, torch.Tensor]:
    return {
        f"{name}/{key}": value.detach().to("cpu", copy=True).contiguous()
        for name, weight in network.named_parameters()
        for key, value in optimizer.state[weight].items()
    }


def _set_moments(
    network: torch.nn.Module, optimizer: torch.optim.Optimizer, moments: dict[str, torch.Tensor]
) -> None:
    weights = dict(network.named_parameters())
    for name_and_key, value in moments.items():
        name, key = name_and_key.rsplit("/", 1)
        weight = weights[name]
        # AdamW's fused form keeps its step count beside the weight it belongs to.
        optimizer.state[weight][key] = value.to(weight.device)


def _random_states() -> dict[str, torch.Tensor]:
    states = {"cpu": torch.get_rng_state()}
    if torch.cuda.is_available():
        states["cuda"] = torch.cuda.get_rng_state()
    return states


def _set_random_states(states: dict[str, torch.Tensor]) -> None:
    torch.set_rng_state(states["cpu"])
    if "cuda" in states and torch.cuda.is_available():
        torch.cuda.set_rng_state(states["cuda"])

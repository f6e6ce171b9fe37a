"""Writing and reading the state of a training, so that it can go on after anything."""

import json
import shutil
import time
from dataclasses import asdict, dataclass

import torch
from safetensors.torch import load_file, save_file

from huggingtweets_gui.engine.failures import is_out_of_memory
from huggingtweets_gui.engine.weights import copy_of_weights, set_weights
from huggingtweets_gui.foundation import atomic
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.errors import ErrorCode, UserError

_MARGIN = 200_000_000  # bytes left free on the disk
_SHORTEST_PAUSE = 20.0  # seconds between two checkpoints
_SHARE = 0.05  # of the time, at most, goes into checkpoints


@dataclass
class TrainingState:
    """Where a training stands, apart from its tensors. Losses as in ``messages``.

    Attributes:
        step: optimizer steps done.
        seconds: spent up to the last checkpoint, loading and evaluating included.
        setup_seconds: of these, spent before the first step.
        best_step: after which step the kept weights were taken; 0 for the base model's own.
        looked_step: after which step the held-out loss was measured last.
        look_seconds: how long the last measuring of the held-out loss took.
        stale: evaluations since the best one.
    """

    step: int = 0
    seconds: float = 0.0
    setup_seconds: float = 0.0
    base_loss: float = 0.0
    base_bits: float = 0.0
    best_loss: float = 0.0
    best_bits: float = 0.0
    best_step: int = 0
    looked_step: int = 0
    look_seconds: float = 0.0
    stale: int = 0


class Checkpoints:
    """Writes checkpoints of one run at a pace that their cost allows.

    Args:
        layout: the bot's folder.
        network: the network in training.
        optimizer: its optimizer.
    """

    def __init__(self, layout: BotLayout, network: torch.nn.Module, optimizer: torch.optim.Optimizer) -> None:
        self._layout = layout
        self._network = network
        self._optimizer = optimizer
        self._last = time.monotonic()
        self._cost = 0.0
        self._here: int | None = None  # the step whose checkpoint this run wrote last, or began from

    @property
    def newest_step(self) -> int | None:
        """The step that a resumed training would go on from."""
        return next(iter(self._layout.checkpoint_steps()), None)

    def due(self) -> bool:
        """Return whether it is time for the next one: each costs gigabytes of writing."""
        return time.monotonic() - self._last > max(_SHORTEST_PAUSE, self._cost / _SHARE)

    def write(self, state: TrainingState, best: dict[str, torch.Tensor]) -> bool:
        """Write a checkpoint, then drop the older ones.

        One of the same step stays as it is: while it were replaced, a kill could leave neither.

        Returns:
            Whether there was room on the disk; if not, the older one stays.
        """
        if state.step == self._here:
            return True
        began = time.monotonic()
        weights = copy_of_weights(self._network)
        moments = self._moments()
        size = sum(tensor.nbytes for kind in (weights, moments, best) for tensor in kind.values())
        self._layout.checkpoints.mkdir(parents=True, exist_ok=True)
        has_room = shutil.disk_usage(self._layout.checkpoints).free > size + _MARGIN
        if has_room:
            with atomic.replacing_folder(self._layout.checkpoint(state.step)) as folder:
                save_file(weights, folder / "weights.safetensors")
                save_file(moments, folder / "optimizer.safetensors")
                save_file(best, folder / "best.safetensors")
                save_file(_random_states(), folder / "random.safetensors")
                (folder / "state.json").write_text(json.dumps(asdict(state)), encoding="utf-8")
            self._here = state.step
            # Older ones, and what a kill in the middle of a write left behind.
            for path in self._layout.checkpoints.iterdir():
                if path != self._layout.checkpoint(state.step):
                    shutil.rmtree(path, ignore_errors=True)
        self._last = time.monotonic()
        self._cost = self._last - began
        return has_room

    def drop(self) -> None:
        """Remove the checkpoints: there is nothing to go on to."""
        shutil.rmtree(self._layout.checkpoints, ignore_errors=True)

    def restore(self) -> tuple[TrainingState, dict[str, torch.Tensor]] | None:
        """Put the newest checkpoint back into the network, the optimizer and the random generators.

        Returns:
            The state and the best weights so far; None where there is no checkpoint.

        Raises:
            UserError: CHECKPOINT_DAMAGED.
        """
        if self.newest_step is None:
            return None
        folder = self._layout.checkpoint(self.newest_step)
        try:
            state = TrainingState(**json.loads((folder / "state.json").read_text(encoding="utf-8")))
            set_weights(self._network, load_file(folder / "weights.safetensors"))
            self._set_moments(load_file(folder / "optimizer.safetensors"))
            _set_random_states(load_file(folder / "random.safetensors"))
            best = load_file(folder / "best.safetensors")
        except Exception as error:  # safetensors has an error class of its own, beside OSError and KeyError.
            if is_out_of_memory(error):
                raise
            raise UserError(ErrorCode.CHECKPOINT_DAMAGED, details=repr(error)) from error
        self._here = state.step
        return state, best

    def _moments(self) -> dict[str, torch.Tensor]:
        return {
            f"{name}/{key}": value.detach().to("cpu", copy=True).contiguous()
            for name, weight in self._network.named_parameters()
            for key, value in self._optimizer.state[weight].items()
        }

    def _set_moments(self, moments: dict[str, torch.Tensor]) -> None:
        weights = dict(self._network.named_parameters())
        for name_and_key, value in moments.items():
            name, key = name_and_key.rsplit("/", 1)
            weight = weights[name]
            # The fused AdamW keeps its step count beside the weight it belongs to.
            self._optimizer.state[weight][key] = value.to(weight.device)


def _random_states() -> dict[str, torch.Tensor]:
    states = {"cpu": torch.get_rng_state()}
    if torch.cuda.is_available():
        states["cuda"] = torch.cuda.get_rng_state()
    return states


def _set_random_states(states: dict[str, torch.Tensor]) -> None:
    torch.set_rng_state(states["cpu"])
    if "cuda" in states and torch.cuda.is_available():
        torch.cuda.set_rng_state(states["cuda"])

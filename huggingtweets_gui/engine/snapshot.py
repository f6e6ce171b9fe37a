"""A training at one moment, as plain data: what a checkpoint holds."""

import math
from dataclasses import dataclass, replace

import torch

from huggingtweets_gui.engine.training_state import TrainingState

Tensors = dict[str, torch.Tensor]


@dataclass(frozen=True)
class Snapshot:
    """A training at one moment.

    Its tensors may be those that are in training, on any device: then it holds only until the next
    step, and ``copy`` makes one that lasts.

    Attributes:
        state: where the training stands.
        weights: of the network, by name.
        moments: what the optimizer keeps of each weight.
        best: the best weights so far, in main memory. They are replaced as a whole, by such with a lower
            loss: two snapshots of a training with the same ``best_loss`` have the same best weights.
        random: the states of the random generators.
    """

    state: TrainingState
    weights: Tensors
    moments: Tensors
    best: Tensors
    random: Tensors

    @property
    def copied_bytes(self) -> int:
        """How much main memory ``copy`` takes."""
        return _bytes(self.weights) + _bytes(self.moments)

    @property
    def best_bytes(self) -> int:
        """How much the best weights take."""
        return _bytes(self.best)

    def copy(self) -> "Snapshot":
        """Return a copy in main memory that the next steps do not touch."""
        return replace(
            self, state=replace(self.state), weights=_copied(self.weights), moments=_copied(self.moments)
        )

    def is_finite(self) -> bool:
        """Return whether all weights are numbers: one update of a bad loss makes them infinite or NaN."""
        extremes = (tensor.aminmax() for tensor in self.weights.values())
        return all(math.isfinite(value) for pair in extremes for value in (pair.min.item(), pair.max.item()))


def _bytes(tensors: Tensors) -> int:
    return sum(tensor.nbytes for tensor in tensors.values())


def _copied(tensors: Tensors) -> Tensors:
    return {name: tensor.to("cpu", copy=True) for name, tensor in tensors.items()}

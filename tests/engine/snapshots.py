"""Snapshots of a training that never was, for the tests of its checkpoints."""

import torch

from huggingtweets_gui.engine.snapshot import Snapshot, Tensors
from huggingtweets_gui.engine.training_state import TrainingState


def a_snapshot(step: int, best_of: int | None = None, rows: int = 8) -> Snapshot:
    """Return a snapshot whose tensors follow from its step; each kind of them takes ``rows`` kilobytes.

    Its best weights are those of ``best_of``, or else of its own step.
    """
    best_step = step if best_of is None else best_of
    return Snapshot(
        state=TrainingState(step=step, best_loss=4.0 + 1 / best_step, best_step=best_step, halvings=1),
        weights=_weights(step, rows),
        moments={
            "layer.weight/exp_avg": torch.full((rows, 256), step / 7),
            "layer.weight/step": torch.tensor(7.0),
        },
        best=_weights(best_step, rows),
        random={"cpu": torch.arange(16, dtype=torch.uint8)},
    )


def _weights(step: int, rows: int) -> Tensors:
    return {"layer.weight": torch.full((rows, 256), float(step)), "layer.bias": torch.zeros(3)}


def same(one: Snapshot, other: Snapshot) -> bool:
    """Return whether two snapshots hold the same, to the bit."""
    pairs = [(getattr(one, kind), getattr(other, kind)) for kind in ("weights", "moments", "best", "random")]
    return one.state == other.state and all(
        first.keys() == second.keys() and all(torch.equal(first[name], second[name]) for name in first)
        for first, second in pairs
    )

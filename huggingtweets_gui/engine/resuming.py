"""Taking a snapshot of a training, putting one back, and telling of it."""

from pathlib import Path

import torch

from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.optimizer_state import moments_of, set_moments
from huggingtweets_gui.engine.random_states import random_states, set_random_states
from huggingtweets_gui.engine.snapshot import Snapshot, Tensors
from huggingtweets_gui.engine.training_state import TrainingState
from huggingtweets_gui.engine.weights import copy_of_weights, set_weights, weights_of
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.messages import Notice


def snapshot_of(
    network: torch.nn.Module, optimizer: torch.optim.Optimizer, state: TrainingState, best: Tensors
) -> Snapshot:
    """Return the training as it stands: a snapshot that holds until the next step."""
    return Snapshot(state, weights_of(network), moments_of(network, optimizer), best, random_states())


def put_back(snapshot: Snapshot, network: torch.nn.Module, optimizer: torch.optim.Optimizer) -> None:
    """Put a snapshot's tensors into the network, the optimizer and the random generators.

    Raises:
        UserError: CHECKPOINT_DAMAGED where they are of another network; nothing is put in then.
    """
    try:
        set_weights(network, snapshot.weights)
    except ValueError as error:
        raise UserError(ErrorCode.CHECKPOINT_DAMAGED, details=repr(error)) from error
    set_moments(network, optimizer, snapshot.moments)
    set_random_states(snapshot.random)


def beginning(base: Path, seed: int) -> Snapshot:
    """Return a training before its first step, with the base model's weights read anew.

    Raises:
        UserError: BASE_UNREADABLE.
    """
    weights = copy_of_weights(models.load(base, torch.device("cpu")).network)
    torch.manual_seed(seed)
    return Snapshot(TrainingState(), weights, moments={}, best=weights, random=random_states())


def gone_back(lost_at: int, step: int) -> Notice:
    """Return what is told when the training goes back to ``step`` from one that led nowhere."""
    return Notice(
        text=f"The loss was no longer a number at step {lost_at:,}. "
        f"It goes on from step {step:,} with half the learning rate."
    )


def given_up(lost_at: int) -> Notice:
    """Return what is told when going back has helped no more, and there is something to keep."""
    return Notice(
        text=f"The loss was no longer a number at step {lost_at:,}. The best weights before that are kept."
    )

"""Which tweets are learnt at which step of a training."""

import math
from dataclasses import dataclass

from huggingtweets_gui.engine.batches import Tweets, epoch_batches
from huggingtweets_gui.messages import Train


@dataclass(frozen=True)
class Course:
    """The steps of a training.

    Attributes:
        batches: the positions of each step's tweets, at least ``steps`` of them.
        steps: how many there are.
        steps_per_epoch: on average.
        look_every: steps between two looks at the held-out tweets.
    """

    batches: list[list[int]]
    steps: int
    steps_per_epoch: float
    look_every: int


def plot_course(training: Tweets, job: Train) -> Course:
    """Return the course of a job; the same job and tweets have the same one."""
    lengths = [len(row) for row in training.rows]
    epochs = [
        epoch_batches(lengths, job.batch_tokens, job.seed, epoch) for epoch in range(math.ceil(job.epochs))
    ]
    batches = [batch for epoch in epochs for batch in epoch]
    steps_per_epoch = len(batches) / len(epochs)
    return Course(
        batches=batches,
        steps=max(1, round(steps_per_epoch * job.epochs)),
        steps_per_epoch=steps_per_epoch,
        look_every=max(1, round(steps_per_epoch / job.evaluations_per_epoch)),
    )

"""Which tweets are learnt at which step of a training."""

import math
from dataclasses import dataclass

from huggingtweets_gui.engine.batches import Tweets, epoch_batches
from huggingtweets_gui.engine.training_state import TrainingState
from huggingtweets_gui.messages import Train

_LATER_SHARE = 0.5  # of the longest first reading: about how long the later ones are, by experience


@dataclass(frozen=True)
class Course:
    """The steps of a training, reading by reading.

    Attributes:
        readings: the batches of each, at least ``steps`` of them; a batch is the positions of its tweets.
        steps: how many the first has at most.
        steps_per_epoch: on average.
        look_every: steps between two looks at the held-out tweets in the first.
    """

    readings: list[list[list[int]]]
    steps: int
    steps_per_epoch: float
    look_every: int

    def batch(self, state: TrainingState) -> list[int]:
        """Return what the next step learns from."""
        return self.readings[state.reading - 1][state.step - state.reading_began]

    def end_of_reading(self, state: TrainingState) -> int:
        """Return the step after which this reading is over, if it is not ended before."""
        return state.reading_began + (state.later_steps or self.steps)

    def is_at_look(self, state: TrainingState) -> bool:
        """Return whether it is time to look at the held-out tweets.

        The first reading is watched, since it may go on for too long; the later ones are as long as was
        best for it, and looked at when they are over. How the last one ends, ``finishing`` looks at.
        """
        if state.looked_step == state.step:
            return False
        if state.step == self.end_of_reading(state):
            return state.reading < len(self.readings)
        return state.reading == 1 and state.step % self.look_every == 0

    def all_steps(self, state: TrainingState) -> int:
        """Return about how many steps the whole training has."""
        later = state.later_steps or math.ceil(self.steps * _LATER_SHARE)
        return self.end_of_reading(state) + (len(self.readings) - state.reading) * later


def plot_course(training: Tweets, job: Train) -> Course:
    """Return the course of a job; the same job and tweets have the same one."""
    lengths = [len(row) for row in training.rows]
    epochs = math.ceil(job.epochs)
    readings = [
        [
            batch
            for epoch in range(reading * epochs, (reading + 1) * epochs)
            for batch in epoch_batches(lengths, job.batch_tokens, job.seed, epoch)
        ]
        for reading in range(job.readings)
    ]
    shortest = min(map(len, readings))
    steps_per_epoch = len(readings[0]) / epochs
    return Course(
        readings=readings,
        steps=max(1, min(shortest, round(steps_per_epoch * job.epochs))),
        steps_per_epoch=steps_per_epoch,
        look_every=max(1, round(steps_per_epoch / job.evaluations_per_epoch)),
    )

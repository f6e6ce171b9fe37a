"""Where a training stands, in numbers."""

from dataclasses import dataclass


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
        stale: evaluations since the best one, of this reading.
        halvings: how often the learning rate was halved because the loss was no longer a number.
        reading: which one is going on, counted from 1.
        reading_began: after which step.
        later_steps: how long the readings after the first are; 0 as long as it is not over.
        is_mean: whether the weights in training are the mean of this reading with the kept ones already.
        mean_of: of how many readings the kept weights are the mean.
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
    halvings: int = 0
    reading: int = 1
    reading_began: int = 0
    later_steps: int = 0
    is_mean: bool = False
    mean_of: int = 1

    def begin_reading(self) -> None:
        """Stand before the next reading, which goes as far as was best in the first."""
        if self.reading == 1:
            self.later_steps = self.best_step
        self.reading += 1
        self.reading_began = self.step
        self.is_mean = False
        self.stale = 0

    def go_back_to(self, then: "TrainingState") -> None:
        """Stand at the step of ``then`` again, with half the learning rate; the best stays the best."""
        self.step, self.looked_step, self.stale = then.step, then.looked_step, then.stale
        self.is_mean = then.is_mean
        self.halvings += 1

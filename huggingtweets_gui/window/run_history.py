"""The course of a training: every loss, every evaluation, every sample, as told or as read from its file."""

import logging
from array import array
from bisect import bisect_right
from pathlib import Path

from huggingtweets_gui.messages import Estimate, Evaluation, Message, Reading, Samples, Step, decode

_log = logging.getLogger(__name__)


class RunHistory:
    """Grows with the events of a training.

    A training that was killed goes on from its last checkpoint, so that steps come twice: the
    later telling replaces the earlier one.

    Attributes:
        steps: the steps done, ascending.
        losses: the training loss of each, in nats a token.
        evaluations: in the order of their steps.
        samples: in the order of their steps.
        readings: those after the first, in their order.
        last: the last step as it was told, or None.
        estimate: of an evaluation that is not over yet; None at all other times.
    """

    def __init__(self) -> None:
        self.steps = array("d")
        self.losses = array("d")
        self.evaluations: list[Evaluation] = []
        self.samples: list[Samples] = []
        self.readings: list[Reading] = []
        self.last: Step | None = None
        self.estimate: Estimate | None = None

    @property
    def best(self) -> Evaluation | None:
        """The evaluation with the lowest held-out loss, whose weights are kept."""
        return min(self.evaluations, key=lambda one: one.loss, default=None)

    @property
    def base(self) -> Evaluation | None:
        """The evaluation of the base model, before the first step."""
        return self.evaluations[0] if self.evaluations and self.evaluations[0].step == 0 else None

    def add(self, event: Message) -> None:
        """Take in an event; other kinds than those above are none of its business."""
        match event:
            case Step(step=step, loss=loss):
                if self.steps and step <= self.steps[-1]:
                    self.drop_after(step - 1)
                self.steps.append(step)
                self.losses.append(loss)
                self.last = event
            case Estimate():
                self.estimate = event
            case Evaluation(step=step):
                self.estimate = None
                self.evaluations = [one for one in self.evaluations if one.step < step] + [event]
            case Samples(step=step):
                self.samples = [one for one in self.samples if one.step < step] + [event]
            case Reading(number=number):
                self.readings = [one for one in self.readings if one.number < number] + [event]

    def drop_after(self, step: int) -> None:
        """Forget what came after ``step``: the training goes on from there."""
        kept = bisect_right(self.steps, step)
        del self.steps[kept:], self.losses[kept:]
        self.evaluations = [one for one in self.evaluations if one.step <= step]
        self.samples = [one for one in self.samples if one.step <= step]
        self.readings = [one for one in self.readings if one.step <= step]
        self.estimate = None


def read_history(metrics: Path) -> RunHistory:
    """Read the ``metrics.jsonl`` of a bot; what is missing or cut off is left out."""
    history = RunHistory()
    try:
        with metrics.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                try:
                    history.add(decode(line))
                except ValueError:
                    continue  # The last line of a training that was killed may be half a line.
    except FileNotFoundError:
        pass
    except OSError as error:
        _log.warning("the metrics of a training could not be read: %r", error)
    return history

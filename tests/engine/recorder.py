"""Runs trainings in the test's own process and keeps what they tell."""

import time
from collections.abc import Callable
from pathlib import Path

from huggingtweets_gui.engine.rhythm import Rhythm
from huggingtweets_gui.engine.train import train
from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.messages import End, Event, Step, StopKind, Train

AS_OFTEN_AS_IT_GOES = Rhythm(shortest_pause=0.0, share=1.0)
NEVER = Rhythm(shortest_pause=1e9)


class Recorder:
    """Keeps the events, and asks to stop as soon as ``when`` says so of the newest one."""

    def __init__(
        self, stop: StopKind | None = None, when: Callable[[Event], bool] = lambda event: False
    ) -> None:
        self.events: list[Event] = []
        self._kind = stop
        self._when = when
        self._stop: StopKind | None = None

    def emit(self, event: Event) -> None:
        self.events.append(event)
        if self._when(event):
            self._stop = self._kind

    def of(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]

    def train(self, job: Train, rhythm: Rhythm = NEVER) -> End:
        return train(job, self.emit, lambda: self._stop, rhythm)


class UnhurriedRecorder(Recorder):
    """Holds each step up, for a second at most, until there is a checkpoint.

    The tiny models' whole training may pass while a busy disk takes the first checkpoint.
    """

    def train(self, job: Train, rhythm: Rhythm = AS_OFTEN_AS_IT_GOES) -> End:
        self._layout = BotLayout(Path(job.bot))
        return super().train(job, rhythm)

    def emit(self, event: Event) -> None:
        deadline = time.monotonic() + 1.0
        while isinstance(event, Step) and not self._layout.checkpoint_steps() and time.monotonic() < deadline:
            time.sleep(0.005)
        super().emit(event)


def after_step(step: int) -> Callable[[Event], bool]:
    """Return what says whether an event tells of this step, or of a later one."""
    return lambda event: isinstance(event, Step) and event.step >= step

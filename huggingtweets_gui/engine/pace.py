"""How far a training is, how long it still takes, and how fast it goes."""

from collections import deque

from huggingtweets_gui.engine.course import Course
from huggingtweets_gui.engine.training_state import TrainingState
from huggingtweets_gui.foundation.awake_clock import awake_seconds

_SPEED_STEPS = 20  # the steps that the speed is averaged over
_SAVING_SECONDS = 2.0
_SAVING_SPEED = 40e6  # parameters a second, written in fp32 and hashed
# Of the time allowed, so much is for the steps: a processor so slow that looks and the set-up take the
# rest, and more, still learns.
_LEAST_SHARE_FOR_STEPS = 0.5


class Pace:
    """Counts time and steps of one run.

    Where ``max_seconds`` would end the first reading before its last step, its progress goes by time
    instead of by steps: a learning rate that follows the progress then reaches its end all the same.

    Args:
        state: of the run; its ``seconds`` are those of earlier sittings.
        course: of the run.
        max_seconds: bound on the whole training; None for none.
        started: ``awake_seconds()`` when this sitting began, before anything was loaded.
    """

    def __init__(
        self, state: TrainingState, course: Course, max_seconds: float | None, started: float
    ) -> None:
        self._state = state
        self._course = course
        self._max_seconds = max_seconds
        self._started = started
        self._earlier_seconds = state.seconds
        self._recent: deque[tuple[int, float]] = deque(maxlen=_SPEED_STEPS)
        self._reserve = 0.0
        if state.step == 0:
            state.setup_seconds = self.seconds()
        self.begin_again()

    def begin_again(self) -> None:
        """Reckon the time left from here on: the training has leapt to another progress."""
        self._loop_began = awake_seconds()
        self._first_progress = self.progress()
        self.begin_step()

    def reserve_for_the_end(self, parameters: int) -> None:
        """Keep time for what comes after the last step: evaluating, testing, saving the parameters."""
        self._reserve = 2 * self._state.look_seconds + _SAVING_SECONDS + parameters / _SAVING_SPEED

    def seconds(self) -> float:
        """Return the time spent on the training so far, all sittings together."""
        return self._earlier_seconds + awake_seconds() - self._started

    def progress(self) -> float:
        """Return the share of the run that is done, 0 to 1."""
        return max(self._state.step / self._course.all_steps(self._state), self._share_of_time())

    def progress_of_reading(self) -> float:
        """Return how far this reading is on the way that the first one had before it, 0 to 1."""
        state = self._state
        by_steps = (state.step - state.reading_began) / self._course.steps
        return by_steps if state.reading > 1 else max(by_steps, self._share_of_time())

    def is_out_of_time(self) -> bool:
        """Return whether nothing is left of the time, what comes after the last step being kept."""
        return self._share_of_time() >= 1.0

    def has_time_to_read_again(self) -> bool:
        """Return whether another reading, as long as was best for the first, ends in time."""
        state = self._state
        steps = state.later_steps or state.best_step
        return self._share_of_time() * (1 + steps / state.step) <= 1.0

    def _share_of_time(self) -> float:
        if self._max_seconds is None:
            return 0.0
        available = max(
            self._max_seconds - self._reserve - self._state.setup_seconds,
            self._max_seconds * _LEAST_SHARE_FOR_STEPS,
        )
        spent = self.seconds() - self._state.setup_seconds
        return min(1.0, spent / available)

    def seconds_left(self) -> float:
        """Return about how long the steps still take, looks and checkpoints included."""
        done = self.progress()
        passed = awake_seconds() - self._loop_began
        return passed / max(1e-9, done - self._first_progress) * (1 - done)

    def begin_step(self) -> None:
        """Time the next step from here on: what came since the last one is not part of it."""
        self._step_began = awake_seconds()

    def end_step(self, tokens: int) -> None:
        """Count a step of this many labelled tokens; the next one begins."""
        self._recent.append((tokens, awake_seconds() - self._step_began))
        self.begin_step()

    def tokens_per_second(self) -> float:
        """Return the speed of the last steps, in labelled tokens."""
        return sum(tokens for tokens, _ in self._recent) / sum(seconds for _, seconds in self._recent)

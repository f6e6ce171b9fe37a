"""A training as the window follows it: its stage, its history, and how to say where it stands. No Qt here."""

from dataclasses import dataclass, field
from enum import Enum, auto

from huggingtweets_gui.foundation.errors import ErrorCode
from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.messages import (
    Answering,
    Begun,
    Cancelled,
    Device,
    End,
    Estimate,
    Event,
    Failed,
    Notice,
    Phase,
    Silent,
    Step,
    StopKind,
    Trained,
)
from huggingtweets_gui.window.pace import Pace
from huggingtweets_gui.window.run_history import RunHistory, read_history
from huggingtweets_gui.window.words import duration, number, size
from huggingtweets_gui.workflow.speed import share_of_peak
from huggingtweets_gui.workflow.stopping import StopRequest


class Stage(Enum):
    """Where a training stands."""

    PREPARING = auto()
    TRAINING = auto()
    STOPPING = auto()
    INTERRUPTED = auto()
    FAILED = auto()
    FINISHED = auto()


_ACTIVE = (Stage.PREPARING, Stage.TRAINING, Stage.STOPPING)
_STOPPING = {
    StopKind.KEEP: "Stopping, keeping the best weights so far",
    StopKind.SUSPEND: "Pausing, saving where it stands",
    StopKind.CANCEL: "Cancelling",
}
_PHASES = {
    "converting": "unpacking the starter model",
    "loading": "loading the base model",
    "tokenising": "reading the tweets",
    "evaluating": "measuring the held-out loss",
    "estimating": "measuring the held-out loss on",
    "testing": "measuring the loss on the test tweets",
    "saving": "saving the bot",
}
_REASONS = {
    "early-stop": "It stopped early: the held-out loss fell no further.",
    "time": "It stopped when its time was up.",
    "stopped": "You stopped it.",
    "diverged": "It ended when the loss was no longer a number.",
}


@dataclass
class Run:
    """One training of a bot, from its beginning or as it was left.

    Attributes:
        stage: where it stands.
        steps: how many it will have, about; 0 while unknown.
        notices: sentences that the engine wants the user to read.
        stop: ends it early.
        failure: why it failed, in the stage of that name; else None.
        silent: that the engine is not heard any more, while that lasts; else None.
        device: where it is trained; None while unknown, and of earlier trainings.
        parameters: how many the model has; 0 while unknown.
    """

    bot: Bot
    stage: Stage
    history: RunHistory
    steps: int = 0
    notices: list[str] = field(default_factory=list)
    stop: StopRequest = field(default_factory=StopRequest)
    failure: Failed | None = None
    silent: Silent | None = None
    device: Device | None = None
    parameters: int = 0
    _phase: Phase | None = None
    _pace: Pace = field(default_factory=Pace)
    _paused: bool = False

    @classmethod
    def starting(cls, bot: Bot, *, resume: bool) -> "Run":
        """Return the run that was just asked for; a resumed one has its earlier history."""
        return cls(bot, Stage.PREPARING, read_history(bot.layout.metrics) if resume else RunHistory())

    @classmethod
    def left(cls, bot: Bot) -> "Run":
        """Return the run of a bot that trains no more: finished, or interrupted."""
        history = read_history(bot.layout.metrics)
        steps = history.last.steps if history.last else 0
        return cls(bot, Stage.FINISHED if bot.ready else Stage.INTERRUPTED, history, steps)

    @property
    def active(self) -> bool:
        """Whether the engine works on it, or soon will."""
        return self.stage in _ACTIVE

    @property
    def share_of_peak(self) -> float | None:
        """The share of the device's speed in matrix products that it reaches; None where that is unknown."""
        last = self.history.last
        if last is None or self.device is None or not self.parameters:
            return None
        return share_of_peak(self.parameters, last.tokens_per_second, self.device.flops)

    @property
    def share(self) -> float | None:
        """How much of it is done, from 0 to 1; None where that cannot be told."""
        if self.stage is Stage.FINISHED:
            return 1.0
        if self.stage is Stage.PREPARING:
            phase = self._phase
            return phase.done / phase.total if phase and phase.total else None
        return self.history.last.progress if self.history.last else 0.0

    @property
    def title(self) -> str:
        """What is going on, with whose tweets."""
        handles = [f"@{author.handle}" for author in self.bot.record.authors]
        names = handles[0] if len(handles) == 1 else f"{', '.join(handles[:-1])} and {handles[-1]}"
        return f"Learned to write like {names}" if self.bot.ready else f"Learning to write like {names}"

    @property
    def resumable_step(self) -> int | None:
        """The step that it would go on from; None where it would begin anew."""
        is_damaged = self.failure is not None and self.failure.code == ErrorCode.CHECKPOINT_DAMAGED
        return None if is_damaged else self.bot.resumable_step

    @property
    def restarted(self) -> str:
        """What a restart of the engine would mean for it."""
        step = self.resumable_step
        if step is None:
            return "Nothing of the training was saved yet: after a restart it begins anew."
        return f"After a restart the training goes on from step {number(step)}, where it was last saved."

    @property
    def sentence(self) -> str:
        """Where it stands, for beneath the title."""
        match self.stage:
            case Stage.PREPARING:
                return self._preparing()
            case Stage.TRAINING:
                return self._training()
            case Stage.STOPPING:
                return f"{_STOPPING[self.stop.kind or StopKind.CANCEL]} …"
            case Stage.FINISHED:
                return self._finished()
            case Stage.INTERRUPTED | Stage.FAILED:
                return self._left_at()

    def take(self, event: Event) -> None:
        """Take in what the engine tells."""
        self.history.add(event)
        if self.stop.kind is not None and self.active:
            self.stage = Stage.STOPPING
        match event:
            case Device():
                self.device = event
            case Begun(step=step, steps=steps, parameters=parameters):
                self.history.drop_after(step)
                self.steps = steps
                self.parameters = parameters
                self._phase = None
            case Phase():
                self._go_through(event)
            case Estimate(done=done, total=total):
                self._go_through(Phase(name="estimating", done=done, total=total, unit="tweets"))
            case Step(steps=steps):
                self.steps = steps
                self._phase = None
                if self.stage is Stage.PREPARING:
                    self.stage = Stage.TRAINING
            case Notice(text=text):
                self.notices.append(text)
            case Silent():
                self.silent = event
            case Answering():
                self.silent = None

    def end_early(self, kind: StopKind) -> None:
        """Ask the training to stop this way; others may ask its ``stop`` too, such as a closing window."""
        self.stop.ask(kind)
        self.stage = Stage.STOPPING

    def end(self, end: End, bot: Bot) -> None:
        """Take in how the training ended; ``bot`` is read anew from its folder."""
        self.bot = bot
        self.silent = None
        self.history.estimate = None
        match end:
            case Trained():
                self.stage = Stage.FINISHED
            case Failed():
                self.stage = Stage.FAILED
                self.failure = end
            case Cancelled():
                self._paused = self.stop.kind is StopKind.SUSPEND
                self.stage = Stage.INTERRUPTED

    def _go_through(self, phase: Phase) -> None:
        self._phase = phase
        self._pace.reached(phase.name, phase.done)

    def _preparing(self) -> str:
        phase = self._phase
        if phase is None:
            return "Getting ready …"
        name = _name(phase)
        name = name[:1].upper() + name[1:]
        if not phase.total:
            return f"{name} …"
        done, total = number(phase.done), number(phase.total)
        unit = f" {phase.unit}" if phase.unit else ""
        if phase.unit == "bytes":
            total, unit = size(phase.total), ""
            done = size(phase.done).removesuffix(total[-3:])
        left = self._pace.seconds_left(phase.total)
        rest = f", about {duration(left)} left" if left is not None else ""
        return f"{name} {done} of {total}{unit}{rest}"

    def _training(self) -> str:
        last = self.history.last
        assert last is not None
        now = f"Step {number(last.step)} of {number(self.steps)}"
        doing = _name(self._phase) if self._phase else f"about {duration(last.seconds_left)} left"
        if self.history.readings:
            reading = self.history.readings[-1]
            now = f"Reading {reading.number} of {reading.of} · {now}"
        return f"{now} · {doing} · it goes on when you leave this page"

    def _finished(self) -> str:
        result = self.bot.record.result
        assert result is not None
        done = (
            f"Done in {duration(result.seconds)}: held-out loss from {result.base_loss:.2f} "
            f"to {result.best_loss:.2f}, at step {number(result.best_step)}."
        )
        return f"{done} {_REASONS.get(result.reason, '')}".rstrip()

    def _left_at(self) -> str:
        step = self.resumable_step
        if step is None and self.bot.resumable_step is not None:
            return "What was saved of it is damaged, so it would start from the beginning."
        if step is None:
            return "Nothing of it was saved yet, so it would start from the beginning."
        word = "Paused" if self._paused else "Interrupted"
        of = f" of {number(self.steps)}" if self.steps else ""
        return f"{word}. It can go on from step {number(step)}{of}."


def _name(phase: Phase) -> str:
    return _PHASES.get(phase.name, phase.name)

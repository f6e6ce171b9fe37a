"""Telling a training, and an engine that falls silent, in the terminal."""

from huggingtweets_gui.cli.show import ProgressLine, duration, size, tell
from huggingtweets_gui.messages import (
    Answering,
    Device,
    Estimate,
    Evaluation,
    Event,
    Notice,
    Phase,
    Reading,
    Samples,
    Silent,
    Step,
    Trained,
)

_PHASES = {
    "downloading": "Downloading the base model",
    "converting": "Unpacking the starter model, once",
    "loading": "Loading the base model",
    "tokenising": "Reading the tweets",
    "evaluating": "Measuring the held-out loss",
    "testing": "Measuring the loss on the test tweets",
    "saving": "Saving the bot",
}


def tell_silence(event: Event) -> None:
    """Tell when the engine is not heard any more, and when it is heard again; of other events nothing."""
    match event:
        case Silent(seconds=seconds):
            tell(
                f"The engine has not answered for {seconds:.0f} seconds. If it was only busy, it goes on by "
                "itself. If not, press Ctrl-C: nothing that was saved is lost."
            )
        case Answering():
            tell("The engine answers again.")


class Narrator:
    """Tells a training in the terminal: a progress line, and a sentence for what matters."""

    def __init__(self) -> None:
        self._line = ProgressLine()

    def __call__(self, event: Event) -> None:
        """Tell an event."""
        match event:
            case Step():
                self._line.show(
                    f"Step {event.step} of {event.steps}, loss {event.loss:.2f}, "
                    f"{event.tokens_per_second:.0f} tokens/s, {duration(event.seconds_left)} left"
                )
            case Phase(name="downloading"):
                self._line.show(f"{_PHASES[event.name]}: {size(event.done)} of {size(event.total)}")
            case Phase():
                self._tell(f"{_PHASES.get(event.name, event.name)} …")
            case Device():
                self._tell(f"{event.name}, {event.precision}. {event.reason}")
            case Estimate():
                self._line.show(
                    f"Held-out loss so far: {event.loss:.2f}, of {event.done} of {event.total} tweets"
                )
            case Evaluation():
                best = "" if event.best else ", not better than before"
                self._tell(f"Held-out loss after step {event.step}: {event.loss:.2f}{best}")
            case Reading():
                self._tell(
                    f"Reading {event.number} of {event.of}: from the base model on, in another order. "
                    "The mean of all is kept where it is better."
                )
            case Samples():
                self._tell("\n".join(f"  {text}" for text in event.texts))
            case Notice():
                self._tell(event.text)
            case Silent() | Answering():
                self._line.clear()
                tell_silence(event)
            case Trained():
                self._tell(
                    f"Done in {duration(event.seconds)}: held-out loss from {event.base_loss:.2f} "
                    f"to {event.best_loss:.2f}. The bot is in {event.bot}"
                )

    def _tell(self, text: str) -> None:
        self._line.clear()
        tell(text)

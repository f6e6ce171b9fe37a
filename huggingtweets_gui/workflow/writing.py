"""Letting a bot write, and telling what it took over from its authors."""

import random
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.weighted_length import MAX_LENGTH, weighted_length
from huggingtweets_gui.messages import HIGHEST_SEED, End, Event, Generate, Sample
from huggingtweets_gui.tweets.dataset import Entry, read_dataset
from huggingtweets_gui.tweets.similar import CopyFinder, Likeness
from huggingtweets_gui.workflow.engine_client import EngineClient
from huggingtweets_gui.workflow.plans import PROMPT
from huggingtweets_gui.workflow.stopping import StopRequest


@dataclass(frozen=True, slots=True)
class Sampling:
    """The controls of the generation pane.

    Attributes:
        top_k: 0 for off; ``min_p`` 0.0 and ``repetition_penalty`` 1.0 are off too.
        max_length: longest tweet, in characters as Twitter weighs them.
        seed: None for a new one each time.
    """

    prompt: str = PROMPT
    count: int = 5
    temperature: float = 1.0
    top_p: float = 0.95
    top_k: int = 0
    min_p: float = 0.0
    repetition_penalty: float = 1.0
    max_length: int = MAX_LENGTH
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Copied:
    """The author's tweet that a sample copies, or is near to."""

    id: str
    author: str
    date: str
    text: str
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Written:
    """A tweet of a bot: its text, its length as Twitter weighs it, and what it copies, if anything."""

    text: str
    length: int
    copied: Copied | None


class Writer:
    """Writes with one bot.

    Args:
        folder: the bot's folder.

    Raises:
        UserError: BOT_UNREADABLE where it has no model.
    """

    def __init__(self, folder: Path) -> None:
        self._layout = BotLayout(folder.absolute())
        if not (self._layout.model / "config.json").is_file():
            raise UserError(ErrorCode.BOT_UNREADABLE, name=folder)
        self._tweets: list[Entry] = (
            read_dataset(self._layout.dataset) if self._layout.dataset.is_file() else []
        )
        self._copies = CopyFinder([entry.text for entry in self._tweets])

    def write(
        self,
        sampling: Sampling,
        client: EngineClient,
        on_sample: Callable[[Written], None],
        emit: Callable[[Event], None],
        stop: StopRequest,
        device: str = "auto",
    ) -> End:
        """Write tweets; each goes to ``on_sample`` as soon as it is finished, other events to ``emit``."""

        def hear(event: Event) -> None:
            if isinstance(event, Sample):
                on_sample(self.judge(event.text, sampling.prompt))
            else:
                emit(event)

        seed = random.randint(0, HIGHEST_SEED) if sampling.seed is None else sampling.seed
        controls = asdict(replace(sampling, seed=seed))
        return client.run(Generate(model=str(self._layout.model), device=device, **controls), hear, stop)

    def judge(self, text: str, prompt: str) -> Written:
        """Measure a tweet and look for what it copies; what the prompt gave is not held against it."""
        match = self._copies.find(text, prompt)
        copied = None
        if match is not None:
            entry = self._tweets[match.position]
            copied = Copied(entry.id, entry.author, entry.date, entry.text, match.likeness)
        return Written(text, weighted_length(text), copied)

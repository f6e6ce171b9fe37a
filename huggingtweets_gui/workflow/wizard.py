"""The rules of the wizard, without a window: what is chosen, where one may go, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from huggingtweets_gui.tweets.dataset import FEW_CHARACTERS, FEWEST_CHARACTERS, MOST_AUTHORS
from huggingtweets_gui.tweets.rules import BETTER, Rules
from huggingtweets_gui.workflow.choosing import Choice
from huggingtweets_gui.workflow.steps import Step

# English tweets have about this many characters a token, whatever the base model.
_CHARACTERS_PER_TOKEN = 3.6
# A base model that learned English knows few other letters: about so many tokens more for each byte that
# a character takes in UTF-8 beyond the first one, by the starter's tokens of Japanese, Russian, Arabic.
_TOKENS_PER_BYTE_BEYOND = 0.75
# Of a tweet that a base model knows badly, emoji and foreign scripts: bytes in UTF-8 a token.
_FEWEST_BYTES_PER_TOKEN = 2.5
_MOST_TOKENS = 1024  # longer tweets are cut off in training


class Quality(StrEnum):
    """How far the kept tweets go."""

    TOO_LITTLE = "too-little"
    LITTLE = "little"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What can be expected of the kept tweets, and one sentence that says so."""

    quality: Quality
    sentence: str


@dataclass
class Wizard:
    """The choices for a new bot so far.

    Attributes:
        handles: one to three authors in the library, in the order chosen.
        rules: which tweets are kept.
        choices: the authors' tweets under these rules; empty until they were looked at.
    """

    handles: list[str] = field(default_factory=list)
    rules: Rules = BETTER
    choices: list[Choice] = field(default_factory=list)

    def add(self, handle: str) -> bool:
        """Choose an author; return whether there was room. One already chosen stays chosen."""
        if any(handle.casefold() == chosen.casefold() for chosen in self.handles):
            return True
        if len(self.handles) >= MOST_AUTHORS:
            return False
        self.handles.append(handle)
        self.choices = []
        return True

    def remove(self, handle: str) -> None:
        """Choose an author no longer."""
        self.handles = [chosen for chosen in self.handles if chosen.casefold() != handle.casefold()]
        self.choices = []

    def begin_again(self) -> None:
        """Choose for another bot: nobody yet, and no days or languages, which are those of the authors."""
        self.handles = []
        self.rules = replace(self.rules, since=None, until=None, languages=None)
        self.choices = []

    def obstacle(self, step: Step) -> str | None:
        """Return why one cannot go on from ``step``, in a sentence, or None."""
        if step is Step.SOURCE:
            return None if self.handles else "Choose an archive, or someone who is already here."
        if step is Step.LOOK:
            if not self.choices:
                return "The tweets are still being read."
            judgement = judge_amount(kept_characters(self.choices))
            return judgement.sentence if judgement.quality is Quality.TOO_LITTLE else None
        return None


def kept_characters(choices: Sequence[Choice]) -> int:
    """Return the characters of all kept tweets."""
    return sum(choice.kept_characters for choice in choices)


def expected_tokens(choices: Sequence[Choice]) -> int:
    """Return about how many tokens all kept tweets make."""
    characters = kept_characters(choices)
    bytes_beyond = sum(choice.kept_bytes for choice in choices) - characters
    return round(characters / _CHARACTERS_PER_TOKEN + bytes_beyond * _TOKENS_PER_BYTE_BEYOND)


def expected_longest(choices: Sequence[Choice]) -> int:
    """Return about how many tokens the longest kept tweet has, at most."""
    longest = max((choice.longest_bytes for choice in choices), default=0)
    return min(_MOST_TOKENS, round(longest / _FEWEST_BYTES_PER_TOKEN))


def judge_amount(characters: int) -> Judgement:
    """Say what a bot can learn from this many kept characters."""
    if characters < FEWEST_CHARACTERS:
        return Judgement(
            Quality.TOO_LITTLE,
            f"Too little: {characters:,} characters are kept, and a bot needs {FEWEST_CHARACTERS:,}."
            " Take in more tweets, or add another archive.",
        )
    if characters < FEW_CHARACTERS:
        return Judgement(
            Quality.LITTLE,
            "Little: the bot will pick up the tone and a few favourite words, and may repeat tweets.",
        )
    return Judgement(
        Quality.GOOD,
        "Good: enough for a bot of its own voice. Leave out what you would not want it to say.",
    )

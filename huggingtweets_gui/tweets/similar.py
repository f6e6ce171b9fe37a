"""What a bot copies, or nearly copies, of its author's tweets."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from huggingtweets_gui.tweets.unspaced import UNSPACED

_NEAR_RATIO = 80.0
_LONG_RUN = 8
_SHORTEST_RUN = 4
_TOKEN = re.compile(r"\w+|[^\w\s]")


def tokens(text: str) -> list[str]:
    """Split a text into case-folded words and marks; characters, in scripts without spaces."""
    folded = text.casefold()
    # There a sentence would be one "word".
    return _TOKEN.findall(folded if folded.isascii() else UNSPACED.sub(r" \g<0> ", folded))


class Likeness(StrEnum):
    """How a bot's tweet relates to the author's tweet nearest to it."""

    COPY = "copy"
    """The same words, a copied run of eight words or more, or of more than half of the tweet."""
    NEAR = "near"
    """A rapidfuzz ratio of 0.8 or more."""


@dataclass(frozen=True, slots=True)
class Match:
    """The author's text that a sample resembles, by its position among the author's texts."""

    position: int
    likeness: Likeness


class CopyFinder:
    """Finds what a bot took over from its author.

    Args:
        texts: the author's texts.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = [" ".join(tokens(text)) for text in texts]
        # One string, a text a line, so that a run is looked for in all texts at once.
        self._all = "".join(f" {text} \n" for text in self._texts)

    def find(self, sample: str, prompt: str = "") -> Match | None:
        """Return the text that ``sample`` copies or nearly copies, or None.

        What the prompt gave is not the bot's: runs are looked for in what follows it.
        """
        words = tokens(sample)
        own_words = words[len(tokens(prompt)) :] if sample.startswith(prompt) else words
        if not own_words:
            return None
        for run in _telling_runs(own_words):
            found_at = self._all.find(f" {run} ")
            if found_at >= 0:
                return Match(self._all.count("\n", 0, found_at), Likeness.COPY)
        normalised = " ".join(words)
        nearest = process.extractOne(normalised, self._texts, scorer=fuzz.ratio, score_cutoff=_NEAR_RATIO)
        if nearest is None:
            return None
        text, _, position = nearest
        return Match(position, Likeness.COPY if text == normalised else Likeness.NEAR)


def _telling_runs(words: list[str]) -> Iterable[str]:
    """Return the runs that make a copy if an author wrote them: 8 words, or over half but at least 4.

    Where characters are tokens, two count as one word: a greeting alone is no copy there either.
    """
    tokens_a_word = 2 if 2 * sum(map(bool, map(UNSPACED.match, words))) > len(words) else 1
    size = min(_LONG_RUN * tokens_a_word, max(_SHORTEST_RUN * tokens_a_word, len(words) // 2 + 1))
    return (" ".join(words[start : start + size]) for start in range(len(words) - size + 1))

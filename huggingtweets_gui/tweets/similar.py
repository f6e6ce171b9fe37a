"""Which texts are nearly the same, among tweets and between a bot's tweets and its author's."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, groupby
from typing import TypeVar

from rapidfuzz import fuzz, process

from huggingtweets_gui.foundation.progress import Progress, unreported
from huggingtweets_gui.tweets.unspaced import UNSPACED

_DUPLICATE_RATIO = 90.0
_NEAR_RATIO = 80.0
_LONG_RUN = 8
_SHORTEST_RUN = 4
_RAREST = 4
_FEW = 2  # texts of no more tokens also meet by a single one
_MOST_COMPARED = 50
_POSITION_BITS = 32
_POSITION = (1 << _POSITION_BITS) - 1
_HASH = (1 << 44) - 1
_BETWEEN_REPORTS = 1000
_TOKEN = re.compile(r"\w+|[^\w\s]")

T = TypeVar("T")


def tokens(text: str) -> list[str]:
    """Split a text into case-folded words and marks; characters, in scripts without spaces."""
    # There a sentence would be one "word".
    return _TOKEN.findall(UNSPACED.sub(r" \g<0> ", text.casefold()))


def near_duplicates(texts: Sequence[str], report: Progress = unreported) -> list[list[int]]:
    """Group texts that are nearly equal: case-folded, with a rapidfuzz ratio of 0.9 or more.

    Only texts that share two of their four rarest tokens are compared, and where very many share
    them those that stand near each other. That keeps the time linear; equal texts always meet.

    Args:
        texts: what to compare.
        report: told how far it is, in no unit of its own.

    Returns:
        The groups of two and more, each the ascending positions of its members in ``texts``.
    """
    positions: dict[str, list[int]] = defaultdict(list)
    for position, text in enumerate(texts):
        positions[text.casefold()].append(position)
    unique = list(positions)
    groups = Groups(len(unique))
    for sharing in _sharing_rare_tokens(unique, report):
        for place, index in enumerate(sharing):
            before = sharing[max(0, place - _MOST_COMPARED) : place]
            choices = [unique[other] for other in before]
            for _, _, chosen in process.extract(
                unique[index], choices, scorer=fuzz.ratio, score_cutoff=_DUPLICATE_RATIO, limit=None
            ):
                groups.join(before[chosen], index)
    joined = [sorted(p for index in group for p in positions[unique[index]]) for group in groups.all()]
    return sorted(group for group in joined if len(group) > 1)


def _sharing_rare_tokens(texts: Sequence[str], report: Progress) -> Iterable[list[int]]:
    """Yield the ascending positions of the texts that have two rare tokens in common, for any such two."""
    frequency: Counter[str] = Counter()
    for text in _reported(texts, report, 0):
        frequency.update(set(tokens(text)))
    # Hash and position in one number, since half a million texts have three million pairs of tokens.
    # Texts that meet by a like hash alone are compared in vain, no more.
    holders: list[int] = []
    for position, text in enumerate(_reported(texts, report, 1)):
        # Split again: the tokens of all texts would take more memory than all else here.
        rarest = sorted(set(tokens(text)), key=lambda token: (frequency[token], token))[:_RAREST]
        keys = {*combinations(rarest, 2), *(rarest if len(rarest) <= _FEW else ())}
        holders.extend((hash(key) & _HASH) << _POSITION_BITS | position for key in keys)
    holders.sort()
    for _, numbers in groupby(_reported(holders, report, 2), key=lambda number: number >> _POSITION_BITS):
        if len(sharing := [number & _POSITION for number in numbers]) > 1:
            yield sharing


def _reported(items: Sequence[T], report: Progress, turn: int) -> Iterable[T]:
    """Go through ``items`` and report it as the given one of three equal turns."""
    for number, item in enumerate(items):
        if not number % _BETWEEN_REPORTS:
            report(turn * len(items) + number, 3 * len(items))
        yield item


class Groups:
    """Disjoint sets of the numbers below ``size`` that grow by being joined."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def join(self, one: int, other: int) -> None:
        """Make one group of the groups of both."""
        self._parent[self._root(one)] = self._root(other)

    def all(self) -> list[list[int]]:
        """Return the groups, members ascending, in the order of their first members."""
        members: dict[int, list[int]] = defaultdict(list)
        for number in range(len(self._parent)):
            members[self._root(number)].append(number)
        return list(members.values())

    def _root(self, number: int) -> int:
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number


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

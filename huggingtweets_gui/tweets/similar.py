"""Which texts are nearly the same, among tweets and between a bot's tweets and its author's."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from huggingtweets_gui.foundation.progress import Progress, unreported
from huggingtweets_gui.tweets.unspaced import UNSPACED

_DUPLICATE_RATIO = 90.0
_NEAR_RATIO = 80.0
_LONG_RUN = 8
_SHORTEST_RUN = 4
_RAREST = 4
_BETWEEN_REPORTS = 1000
_TOKEN = re.compile(r"\w+|[^\w\s]")


def tokens(text: str) -> list[str]:
    """Split a text into case-folded words and marks; characters, in scripts without spaces."""
    # There a sentence would be one "word".
    return _TOKEN.findall(UNSPACED.sub(r" \g<0> ", text.casefold()))


def near_duplicates(texts: Sequence[str], report: Progress = unreported) -> list[list[int]]:
    """Group texts that are nearly equal: case-folded, with a rapidfuzz ratio of 0.9 or more.

    Only texts that share one of their four rarest tokens are compared, which keeps the time
    nearly linear; equal texts always meet.

    Args:
        texts: what to compare.
        report: told how many different texts were compared.

    Returns:
        The groups of two and more, each the ascending positions of its members in ``texts``.
    """
    positions: dict[str, list[int]] = defaultdict(list)
    for position, text in enumerate(texts):
        positions[text.casefold()].append(position)
    unique = list(positions)
    groups = Groups(len(unique))
    for index, candidates in _sharing_rare_tokens(unique):
        if not index % _BETWEEN_REPORTS:
            report(index, len(unique))
        choices = {other: unique[other] for other in candidates}
        for _, _, other in process.extract_iter(
            unique[index], choices, scorer=fuzz.ratio, score_cutoff=_DUPLICATE_RATIO
        ):
            groups.join(index, other)
    joined = [sorted(p for index in group for p in positions[unique[index]]) for group in groups.all()]
    return sorted(group for group in joined if len(group) > 1)


def _sharing_rare_tokens(texts: Sequence[str]) -> Iterable[tuple[int, set[int]]]:
    tokenised = [set(tokens(text)) for text in texts]
    frequency = Counter(token for one in tokenised for token in one)
    holders: dict[str, list[int]] = defaultdict(list)
    for index, one in enumerate(tokenised):
        rarest = sorted(one, key=lambda token: (frequency[token], token))[:_RAREST]
        yield index, {other for token in rarest for other in holders[token]}
        for token in rarest:
            holders[token].append(index)


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

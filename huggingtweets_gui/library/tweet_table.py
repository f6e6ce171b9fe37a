"""What tweets are filtered and counted by, in columns, so that a filter is a matter of milliseconds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from huggingtweets_gui.library.tweet_filter import Filter, Kind, Standing
from huggingtweets_gui.tweets.dataset import Part
from huggingtweets_gui.tweets.model import UNDATED, Author
from huggingtweets_gui.tweets.rules import Verdict

Name = TypeVar("Name")

Positions = npt.NDArray[np.intp]
"""Places in a table, ascending: newest tweet first."""

Ids = npt.NDArray[np.int64]

FACTS = np.dtype(
    [
        ("row", np.int64),
        ("id", np.int64),
        ("reply_to", np.int64),
        ("created_at", np.int64),
        ("author", np.uint8),
        ("verdict", np.uint8),
        ("kinds", np.uint8),
        ("language", np.int32),
        ("application", np.int32),
        ("characters", np.int32),
        ("bytes", np.int32),
    ]
)
"""A tweet without its text. Author, verdict, language and application are numbers of their names,
``kinds`` has a bit for each of ``Kind``; characters and bytes are those of the learned text."""

VERDICTS: tuple[Standing, ...] = (*Verdict, *Part)
KINDS = {kind: 1 << number for number, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Amount:
    """How many characters and bytes in UTF-8 some texts have, and how many bytes the longest one."""

    characters: int
    bytes: int
    longest_bytes: int


class TweetTable:
    """The tweets of some authors, newest first, without their texts.

    Args:
        authors: whose tweets they are; the numbers of ``author`` count along them.
        facts: the tweets, as ``FACTS``, in any order.
        languages: the names that ``language`` numbers.
        applications: the names that ``application`` numbers.

    Attributes:
        authors: as given.
        facts: the tweets, newest first.
        dated: of each tweet, whether it is known when it was sent.
    """

    def __init__(
        self,
        authors: Sequence[Author],
        facts: npt.NDArray[np.void],
        languages: Sequence[str],
        applications: Sequence[str],
    ) -> None:
        self.authors = list(authors)
        self.facts = facts[np.lexsort((facts["id"], facts["created_at"]))[::-1]]
        self._languages = list(languages)
        self._applications = list(applications)
        self._mark_threads()
        seconds = self.facts["created_at"].astype("datetime64[s]")
        self.dated = self.facts["created_at"] != round(UNDATED.timestamp())
        self._years = seconds.astype("datetime64[Y]").astype(np.int16) + 1970

    def __len__(self) -> int:
        return len(self.facts)

    def find(self, wanted: Filter, found: npt.NDArray[np.int64] | None = None) -> Positions:
        """Return which tweets pass a filter.

        Args:
            wanted: the filter, whose words are not looked at here.
            found: the rows that have its words; None where it has no words.
        """
        passes = np.ones(len(self), dtype=bool)
        if found is not None:
            passes &= _among(self.facts["row"], found)
        for name, value, names in (
            ("verdict", wanted.verdict, VERDICTS),
            ("author", wanted.author, [author.handle for author in self.authors]),
            ("language", wanted.language, self._languages),
            ("application", wanted.application, self._applications),
        ):
            if value is not None:
                passes &= self.facts[name] == (names.index(value) if value in names else -1)
        if wanted.kind is not None:
            passes &= self.facts["kinds"] & KINDS[wanted.kind] != 0
        if wanted.year is not None:
            passes &= self.dated & (self._years == wanted.year)
        return np.flatnonzero(passes)

    def verdict(self, position: int) -> Standing:
        """Return the verdict on one tweet."""
        return VERDICTS[int(self.facts["verdict"][position])]

    def having(self, positions: Positions, verdict: Verdict) -> Positions:
        """Return those of ``positions`` where the tweet has this verdict."""
        chosen: Positions = positions[self.facts["verdict"][positions] == VERDICTS.index(verdict)]
        return chosen

    def set_verdict(self, positions: Positions, verdict: Verdict) -> None:
        """Change the verdict on some tweets, here and not in the library."""
        self.facts["verdict"][positions] = VERDICTS.index(verdict)

    def ids(self, positions: Positions) -> dict[str, Ids]:
        """Return the ids of some tweets, by the author's handle."""
        facts = self.facts[positions]
        return {
            author.handle: facts["id"][facts["author"] == number]
            for number, author in enumerate(self.authors)
            if (facts["author"] == number).any()
        }

    def at(self, ids: Mapping[str, Ids]) -> Positions:
        """Return where these tweets are; the opposite of ``ids``. Those of other authors are nowhere."""
        is_meant = np.zeros(len(self), dtype=bool)
        for number, author in enumerate(self.authors):
            if author.handle in ids:
                is_meant |= (self.facts["author"] == number) & np.isin(self.facts["id"], ids[author.handle])
        return np.flatnonzero(is_meant)

    def verdicts(self, author: int | None = None) -> dict[Standing, int]:
        """Count the verdicts that occur, on one author's tweets or on all."""
        verdicts = self.facts["verdict"]
        if author is not None:
            verdicts = verdicts[self.facts["author"] == author]
        return dict(_occurring(verdicts, VERDICTS))

    def kept_amount(self, author: int) -> Amount:
        """Return how much text of one author is kept."""
        kept = (self.facts["author"] == author) & (self.facts["verdict"] == VERDICTS.index(Verdict.KEPT))
        return Amount(
            characters=int(self.facts["characters"][kept].sum()),
            bytes=int(self.facts["bytes"][kept].sum()),
            longest_bytes=int(self.facts["bytes"][kept].max(initial=0)),
        )

    def handles(self) -> dict[str, int]:
        """Count the tweets of each author, in the order given; also of those who have none."""
        counts = np.bincount(self.facts["author"], minlength=len(self.authors)).tolist()
        return dict(zip((author.handle for author in self.authors), counts, strict=True))

    def kinds(self) -> dict[Kind, int]:
        """Count the tweets of each kind that occurs."""
        counts = {kind: int(np.count_nonzero(self.facts["kinds"] & bit)) for kind, bit in KINDS.items()}
        return {kind: count for kind, count in counts.items() if count}

    def languages(self, verdict: Verdict | None = None) -> dict[str, int]:
        """Count the tweets in each language, all or those with one verdict, the most frequent first."""
        languages = self.facts["language"]
        if verdict is not None:
            languages = languages[self.facts["verdict"] == VERDICTS.index(verdict)]
        return _by_frequency(_occurring(languages, self._languages))

    def applications(self) -> dict[str, int]:
        """Count the tweets that each program sent, the most frequent one first."""
        return _by_frequency(_occurring(self.facts["application"], self._applications))

    def years(self) -> dict[int, int]:
        """Count the tweets of each year, the last one first; without those of no known date."""
        years, counts = np.unique(self._years[self.dated], return_counts=True)
        return dict(zip(years.tolist()[::-1], counts.tolist()[::-1], strict=True))

    def _mark_threads(self) -> None:
        for author in range(len(self.authors)):
            own = np.flatnonzero(self.facts["author"] == author)
            ids, answered = self.facts["id"][own], self.facts["reply_to"][own]
            linked = np.isin(answered, ids) | np.isin(ids, answered)
            self.facts["kinds"][own[linked]] |= KINDS[Kind.THREAD]


def _among(rows: npt.NDArray[np.int64], found: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Return for each of ``rows`` whether it was found: by looking it up, ten times as fast as ``isin``."""
    is_found = np.zeros(max(rows.max(initial=0), found.max(initial=0)) + 1, dtype=bool)
    is_found[found] = True
    return is_found[rows]


def _occurring(numbers: npt.NDArray[Any], names: Sequence[Name]) -> Iterable[tuple[Name, int]]:
    counts = np.bincount(numbers, minlength=len(names)).tolist()
    return ((name, count) for name, count in zip(names, counts, strict=True) if count)


def _by_frequency(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    return dict(sorted(counts, key=lambda one: (-one[1], one[0])))

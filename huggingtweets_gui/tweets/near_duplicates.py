"""Which of many texts are nearly the same.

Half a million texts are compared while a window is open: the work is on columns of numbers, which is
done in seconds, and nearly all of which other threads need not wait for.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from zlib import crc32

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from huggingtweets_gui.foundation.progress import Progress, unreported
from huggingtweets_gui.tweets.similar import tokens

_DUPLICATE_RATIO = 90.0
_RAREST = 4
_FEW = 2  # texts of no more tokens also meet by a single one
_MOST_COMPARED = 50
_BETWEEN_REPORTS = 1000
_AT_ONCE = 20_000
_NUMBER_BITS = 32
_NUMBER = (1 << _NUMBER_BITS) - 1

_Numbers = npt.NDArray[np.int64]


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
    for one, other in _alike(unique, report):
        groups.join(one, other)
    joined = [sorted(p for index in group for p in positions[unique[index]]) for group in groups.all()]
    return sorted(group for group in joined if len(group) > 1)


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


def _alike(texts: Sequence[str], report: Progress) -> Iterator[tuple[int, int]]:
    """Yield the positions of texts that are nearly equal, two at a time."""
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    keys, holders = _keys(_rarest(texts, report))
    for distance in range(1, _MOST_COMPARED + 1):
        same = keys[distance:] == keys[:-distance]
        pairs = np.unique(holders[:-distance][same] << _NUMBER_BITS | holders[distance:][same])
        ones, others = pairs >> _NUMBER_BITS, pairs & _NUMBER
        # Where one text is much longer than the other, no ratio can be high.
        highest = 200 * np.minimum(lengths[ones], lengths[others]) / (lengths[ones] + lengths[others])
        ones, others = (some[highest >= _DUPLICATE_RATIO] for some in (ones, others))
        for start in range(0, len(ones), _AT_ONCE):
            report(len(texts) * (_MOST_COMPARED + distance), len(texts) * 2 * _MOST_COMPARED)
            some, more = (part[start : start + _AT_ONCE].tolist() for part in (ones, others))
            ratios = process.cpdist(
                [texts[one] for one in some],
                [texts[other] for other in more],
                scorer=fuzz.ratio,
                score_cutoff=_DUPLICATE_RATIO,
            )
            for hit in np.flatnonzero(ratios).tolist():
                yield some[hit], more[hit]


def _rarest(texts: Sequence[str], report: Progress) -> _Numbers:
    """Return the rarest tokens of each text as numbers, rarest first; -1 where it has fewer than four."""
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    found, sizes = array("i"), array("i")
    for position, text in enumerate(texts):
        if not position % _BETWEEN_REPORTS:
            report(position, 2 * len(texts))
        own = dict.fromkeys(tokens(text))
        found.extend(map(numbers.__getitem__, own))
        sizes.append(len(own))
    held, counts = np.asarray(found, dtype=np.int64), np.asarray(sizes, dtype=np.int64)
    # Where two are as rare, their letters decide, so that the order of the texts does not.
    sums = np.fromiter((crc32(token.encode(errors="replace")) for token in numbers), np.int64, len(numbers))
    ranks = np.empty(len(numbers), dtype=np.int64)
    ranks[np.lexsort((sums, np.bincount(held, minlength=len(numbers))))] = np.arange(len(numbers))
    # Sorted by text and rarity as one number each, the rarest ones stand where a text's tokens begin.
    ordered = np.repeat(np.arange(len(texts)), counts) << _NUMBER_BITS | ranks[held]
    ordered.sort()
    starts = np.cumsum(counts) - counts
    rarest = np.full((_RAREST, len(texts)), -1, dtype=np.int64)
    for place in range(_RAREST):
        has = counts > place
        rarest[place, has] = ordered[starts[has] + place] & _NUMBER
    return rarest


def _keys(rarest: _Numbers) -> tuple[_Numbers, _Numbers]:
    """Return what texts meet by, and beside each key the position of a text that has it, both ascending."""
    keys, holders = [], []
    for first, second in combinations(range(_RAREST), 2):
        has = np.flatnonzero(rarest[second] >= 0)
        keys.append(rarest[first, has] << _NUMBER_BITS | rarest[second, has])
        holders.append(has)
    few = np.flatnonzero(rarest[_FEW] < 0)
    for place in range(_FEW):
        has = few[rarest[place, few] >= 0]
        keys.append(-1 - rarest[place, has])  # no key of two tokens is negative
        holders.append(has)
    all_keys, all_holders = np.concatenate(keys), np.concatenate(holders)
    order = np.lexsort((all_holders, all_keys))
    return all_keys[order], all_holders[order]

"""How tweets are spread over time, lengths, hours of the day and languages."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from huggingtweets_gui.library.tweet_table import VERDICTS, TweetTable
from huggingtweets_gui.tweets.rules import Verdict

LENGTH_STEP = 20
"""Characters from one bar of the lengths to the next."""

_LONGEST = 280  # longer ones are counted together
_MOST_MONTHS = 240
_HOURS = 24
_SECONDS_AN_HOUR = 3600
_SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Figures:
    """How the kept tweets are spread; each number of tweets by what they have in common.

    Tweets of which it is not known when they were sent are in no month and no hour.

    Attributes:
        sent: the month, as "2021-03", from the first to the last one without a gap; the year, where
            those would be more than twenty years.
        lengths: the fewest characters that the tweets of a bar have.
        hours: the hour of the day in UTC.
        languages: codes, the most frequent one first.
    """

    sent: dict[str, int]
    lengths: dict[int, int]
    hours: dict[int, int]
    languages: dict[str, int]


@dataclass(frozen=True, slots=True)
class Extent:
    """What the rules can choose from: all tweets by the day and by the language, most frequent first.

    Tweets of which it is not known when they were sent are on no day.
    """

    days: dict[date, int]
    languages: dict[str, int]


def figures(table: TweetTable) -> Figures:
    """Return how the tweets that are kept now are spread."""
    kept = table.facts["verdict"] == VERDICTS.index(Verdict.KEPT)
    sent = table.facts["created_at"][kept & table.dated]
    bars = np.minimum(table.facts["characters"][kept], _LONGEST) // LENGTH_STEP
    lengths = _counted(bars, _LONGEST // LENGTH_STEP + 1)
    return Figures(
        sent=_by_month(*_by_day(sent)),
        lengths={number * LENGTH_STEP: count for number, count in enumerate(lengths.tolist())},
        hours=dict(enumerate(_counted(sent // _SECONDS_AN_HOUR % _HOURS, _HOURS).tolist())),
        languages=table.languages(Verdict.KEPT),
    )


def extent(table: TweetTable) -> Extent:
    """Return over which days and languages all tweets are spread, whatever is kept of them."""
    days, counts = _by_day(table.facts["created_at"][table.dated])
    return Extent(dict(zip(days.tolist(), counts.tolist(), strict=True)), table.languages())


def _by_day(moments: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.datetime64], npt.NDArray[np.intp]]:
    """Return the days with tweets, ascending, and how many each has; moments are seconds since 1970."""
    numbers = moments // _SECONDS_A_DAY
    first = numbers.min(initial=0)
    counts = _counted(numbers - first, 0)
    days = np.flatnonzero(counts)
    return (days + first).astype("datetime64[D]"), counts[days]


def _by_month(days: npt.NDArray[np.datetime64], counts: npt.NDArray[np.intp]) -> dict[str, int]:
    if not len(days):
        return {}
    months = days.astype("datetime64[M]")
    unit = "M" if (months[-1] - months[0]).astype(int) < _MOST_MONTHS else "Y"
    periods = days.astype(f"datetime64[{unit}]")
    totals = np.bincount((periods - periods[0]).astype(np.intp), weights=counts)
    return {str(periods[0] + number): int(total) for number, total in enumerate(totals)}


def _counted(numbers: npt.NDArray[Any], size: int) -> npt.NDArray[np.intp]:
    return np.bincount(numbers, minlength=size)

"""How long it takes to look through a large library: to judge, to search while typing, to filter, to scroll.

The tweets are invented, of words as frequent as words are, and go straight into a library. Each
search is typed letter by letter, as the window asks for it; each place to scroll to is as high as a
screen, with the window's own list model. Prints one table of milliseconds.
"""

import argparse
import itertools
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import repeat
from pathlib import Path

from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.library.tweet_filter import Filter, Kind
from huggingtweets_gui.library.tweet_table import TweetTable
from huggingtweets_gui.tweets.model import Author, Tweet
from huggingtweets_gui.tweets.rules import BETTER, Verdict
from huggingtweets_gui.workflow.choosing import choices, look_through
from huggingtweets_gui.workflow.leaving_out import Hand
from huggingtweets_gui.workflow.rule_counts import rule_counts
from tests.invented import TWITTER_EPOCH

AUTHOR = Author("gull_keeper", "Keeper of Gulls")
BUDGET = 100  # milliseconds, for a search as it is typed
SYLLABLES = [
    "a",
    "be",
    "con",
    "der",
    "e",
    "for",
    "gu",
    "ha",
    "in",
    "ka",
    "li",
    "ma",
    "no",
    "of",
    "pre",
    "qui",
    "ra",
    "st",
    "th",
    "tion",
    "un",
    "ver",
    "wa",
    "xy",
    "you",
    "zi",
]
VOCABULARY = 40_000
PLACES = 400
SEARCHES = 12


def vocabulary(rng: random.Random) -> list[str]:
    words = ("".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in itertools.count())
    return list(dict.fromkeys(itertools.islice(words, 2 * VOCABULARY)))[:VOCABULARY]


def tweets(count: int, words: list[str], rng: random.Random) -> Iterator[Tweet]:
    """Invent tweets whose words are as unevenly frequent as those of a language."""
    weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(words))))
    step = timedelta(days=4000) / count
    for number in range(count):
        sent = datetime(2012, 1, 1, tzinfo=UTC) + number * step
        text = " ".join(rng.choices(words, cum_weights=weights, k=rng.randint(1, 30)))
        id_ = (round((sent - TWITTER_EPOCH) / timedelta(milliseconds=1)) << 22) + number % 4096
        link = f" https://t.co/{number:010x}" if number % 5 == 0 else ""
        yield Tweet(
            id=id_,
            created_at=sent,
            text=f"{text} 今日は霧{link}" if number % 50 == 0 else text + link,
            is_reply=number % 3 == 0,
            language=("en", "en", "de", "ja", None)[number % 5],
            application=("Twitter Web App", "Twitter for iPhone", "IFTTT")[number % 3],
        )


class Clock:
    """Measures pieces of work, and prints a line for each.

    Args:
        now: seconds, of the day or of the processor.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now

    def take(self, name: str, works: Iterable[Callable[[], object]]) -> None:
        """Do each of ``works`` once."""
        times = []
        for work in works:
            began = self._now()
            work()
            times.append((self._now() - began) * 1000)
        times.sort()
        p99 = times[min(len(times) - 1, round(0.99 * len(times)))]
        over = sum(one > BUDGET for one in times) / len(times)
        print(
            f"{name:42}{len(times):6}{statistics.median(times):10.1f}{p99:10.1f}{times[-1]:10.1f}{over:8.1%}",
            flush=True,
        )


def typed(words: list[str], rng: random.Random) -> Iterator[str]:
    """Return what stands in the search field after each letter of some searches."""
    for _ in range(SEARCHES):
        # Frequent words and rare ones, alone and in pairs.
        search = " ".join(words[int(len(words) ** rng.random()) - 1] for _ in range(rng.randint(1, 2)))
        yield from (search[: end + 1] for end in range(len(search)) if search[end] != " ")


def measure_window(clock: Clock, library: Library, table: TweetTable, rng: random.Random) -> None:
    """Measure the list as the window shows it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from huggingtweets_gui.window.pages.tweet_list import TweetList

    app = QApplication(sys.argv[:1])
    shown = TweetList(library)
    shown.resize(760, 700)
    shown.show()

    def lay_out() -> None:
        shown.show_table(table)
        app.processEvents()

    clock.take("all tweets into the list", repeat(lay_out, 10))
    bar = shown.view.verticalScrollBar()

    def scroll_to(place: float) -> None:
        bar.setValue(round(place))
        shown.view.viewport().repaint()

    places = (rng.random() * bar.maximum() for _ in range(PLACES))
    clock.take("scrolling to a random place, painted", (partial(scroll_to, place) for place in places))
    on = (number * bar.pageStep() for number in range(PLACES))
    clock.take("scrolling on by a page, painted", (partial(scroll_to, place) for place in on))
    clock.take("selecting all", repeat(shown.view.selectAll, 10))


def measure(clock: Clock, home: Home, count: int, rng: random.Random) -> None:
    words = vocabulary(rng)
    handles = [AUTHOR.handle]
    other = replace(BETTER, keep_newlines=True)
    with Library(home) as library:

        def search(typed: str) -> None:
            """Do what the window does between the last letter and the rows on the screen."""
            positions = table.find(Filter(words=typed), library.query.rows_with(typed))
            library.query.tweets(table.facts["row"][positions[:200]].tolist())

        clock.take("importing", [lambda: library.tweets.add(AUTHOR, tweets(count, words, rng))])
        clock.take("judging, and reading for the list", [lambda: look_through(library, handles, BETTER)])
        clock.take("the same under another rule", [lambda: look_through(library, handles, other)])
        clock.take("the same, judged before", repeat(lambda: look_through(library, handles, other), 3))
        clock.take("counting what the rules are about", [lambda: rule_counts(library, AUTHOR.handle)])
        table = look_through(library, handles, other)
        clock.take("counting what is kept", repeat(lambda: choices(table, other), 20))
        clock.take("a search, after each letter", (partial(search, one) for one in typed(words, rng)))
        clock.take("a search in a script without spaces", repeat(lambda: search("日は霧"), 5))
        for name, wanted in {
            "kept": Filter(verdict=Verdict.KEPT),
            "replies": Filter(kind=Kind.REPLY),
            "German, 2016": Filter(language="de", year=2016),
            "IFTTT": Filter(application="IFTTT"),
        }.items():
            clock.take(f"the filter: {name}", repeat(partial(table.find, wanted), 20))
        some = table.find(Filter(verdict=Verdict.KEPT))[::4][:100_000]
        change = Hand().turn(table, some, Verdict.LEFT_OUT)
        assert change is not None
        clock.take(f"leaving out {len(some):,}, in a thread", [lambda: change.keep(library)])
        measure_window(clock, library, table, rng)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--tweets", type=int, default=500_000, help="in the library (500000)")
    parser.add_argument(
        "--processor", action="store_true", help="take the time of the processor, where others use it too"
    )
    arguments = parser.parse_args()
    clock = Clock(time.process_time if arguments.processor else time.perf_counter)
    over = f"> {BUDGET}"
    print(f"{'milliseconds':42}{'times':>6}{'p50':>10}{'p99':>10}{'worst':>10}{over:>8}")
    with tempfile.TemporaryDirectory() as folder:
        measure(clock, Home(Path(folder)), arguments.tweets, random.Random(1))


if __name__ == "__main__":
    main()

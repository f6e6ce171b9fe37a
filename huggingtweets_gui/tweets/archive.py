"""Reading an official Twitter or X archive of any era: a zip, the unpacked folder, or one file of tweets."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TypeVar

from msgspec.structs import replace

from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.tweets import scripts
from huggingtweets_gui.tweets.amendments import Amendments
from huggingtweets_gui.tweets.author import read_author
from huggingtweets_gui.tweets.container import Container
from huggingtweets_gui.tweets.layout import Layout, find_layout
from huggingtweets_gui.tweets.manifest import declared_tweets
from huggingtweets_gui.tweets.model import Tweet
from huggingtweets_gui.tweets.notes import Note, parse_note
from huggingtweets_gui.tweets.posts import Batch, Posts, Reader
from huggingtweets_gui.tweets.twitter import TweetRecord, parse_tweet, tweet_id, unwrapped

T = TypeVar("T")
_BATCH = 500  # tweets, so that handing it to another thread costs little


def recognise(container: Container) -> Reader | None:
    """Return how an official archive is read, or None where the files are of another form.

    From a damaged archive as many tweets are read as can be.
    """
    layout = find_layout(container.names)
    return partial(_posts, layout) if layout else None


def _posts(layout: Layout, container: Container, report: Progress) -> Posts:
    author = read_author(container, layout)
    files = _Files(container, [*layout.circle, *layout.notes, *layout.tweets], report)
    return Posts(author, _batches(layout, files, declared_tweets(container, layout)))


def _batches(layout: Layout, files: "_Files", declared: int) -> Iterator[Batch]:
    """Yield the tweets as they stand in the files, and at the end those of which more is known by then.

    Args:
        layout: which files there are.
        files: reads them.
        declared: how many tweets the archive says that it holds.
    """
    circle: set[int | None] = set()
    for few in files.batches(layout.circle, list[object]):
        circle.update(tweet_id(TweetRecord.of(unwrapped(record))) for record in few.records)
        yield Batch([])
    notes: list[Note] = []
    for few in files.batches(layout.notes, list[object]):
        notes += filter(None, map(parse_note, map(unwrapped, few.records)))
        yield Batch([])
    amendments = Amendments(notes)
    tweets: list[Tweet] = []
    read = lost = 0
    for batch in files.batches(layout.tweets, list[TweetRecord]):
        lost += batch.lost
        for record in batch.records:
            record = record.tweet or record
            tweet = parse_tweet(record)
            if tweet is None:
                lost += 1
                continue
            if tweet.id in circle:
                tweet = replace(tweet, circle=True)
            tweets.append(tweet)
            amendments.add(tweet, record)
        if len(tweets) >= _BATCH or batch.size:  # There may be no tweets in it at all.
            read += len(tweets)
            yield Batch(tweets)
            tweets = []
    read += len(tweets)
    yield Batch(tweets)
    # What a cut-off file no longer holds can only be known from the manifest.
    yield Batch(amendments.amended(), max(lost, declared - read))


class _Files:
    """Reads files of records and reports the progress through all of them.

    Args:
        container: where they are.
        names: all the files that will be read.
        report: called with bytes, with 0 of them at once.
    """

    def __init__(self, container: Container, names: Sequence[str], report: Progress) -> None:
        self._container = container
        self._report = report
        self._done = 0
        self._total = sum(container.size(name) for name in names)
        report(0, self._total)

    def batches(self, names: Sequence[str], kind: type[list[T]]) -> Iterator[scripts.Batch[T]]:
        """Read some of the files; ``report`` is called after each batch has been dealt with."""
        for name in names:
            for batch in scripts.read_records(self._container.chunks(name), kind):
                yield batch
                self._done += batch.size
                self._report(self._done, self._total)

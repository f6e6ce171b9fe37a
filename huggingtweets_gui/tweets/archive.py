"""Reading an official Twitter or X archive of any era: a zip, the unpacked folder, or one file of tweets."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Progress, unreported
from huggingtweets_gui.tweets import posts
from huggingtweets_gui.tweets.author import read_author
from huggingtweets_gui.tweets.container import Container
from huggingtweets_gui.tweets.folder import FolderContainer, open_folder, readable
from huggingtweets_gui.tweets.layout import Layout, find_layout
from huggingtweets_gui.tweets.manifest import declared_tweets
from huggingtweets_gui.tweets.model import Author, Tweet
from huggingtweets_gui.tweets.notes import join_notes, parse_note
from huggingtweets_gui.tweets.posts import Posts, Reader
from huggingtweets_gui.tweets.scripts import Batch, read_records
from huggingtweets_gui.tweets.twitter import edit_versions, parse_tweet, tweet_id, unwrapped
from huggingtweets_gui.tweets.zips import open_zip


@dataclass(frozen=True, slots=True)
class Archive:
    """What was read from an archive.

    Attributes:
        author: whose it is; None where the files do not say: then the user is asked.
        tweets: each id once, sorted by id.
        lost_records: tweets lost through damage (an estimate); 0 for a whole archive.
    """

    author: Author | None
    tweets: list[Tweet]
    lost_records: int


def read_archive(path: Path, report: Progress = unreported) -> Archive:
    """Read the archive at ``path``: a zip, the folder it was unpacked to (or its ``data``), or a tweets.js.

    From a damaged archive as many tweets are read as can be.

    Args:
        path: the zip, folder or file.
        report: called with the bytes read, of all in the files of tweets, notes and circle tweets.

    Raises:
        UserError: SOURCE_MISSING, SOURCE_UNREADABLE, NOT_A_ZIP, ZIP_CUT_OFF, ZIP_ENCRYPTED,
            ZIP_UNSAFE_PATH, ZIP_BOMB, NOT_AN_ARCHIVE, NO_TWEETS, BROKEN_JSON.
        Cancelled: from ``report``.
    """
    path = path.absolute()  # so that "." has a name too
    with _container(path) as container:
        layout = find_layout(container.names)
        if layout is None:
            raise UserError(ErrorCode.NOT_AN_ARCHIVE, name=path.name)
        tweets, records, lost = _read_tweets(container, layout, report)
        # What a cut-off file no longer holds can only be known from the manifest.
        lost = max(lost, declared_tweets(container, layout) - records)
        if not tweets:
            raise UserError(ErrorCode.BROKEN_JSON if lost else ErrorCode.NO_TWEETS, name=path.name)
        return Archive(read_author(container, layout), tweets, lost)


def recognise(container: Container) -> Reader | None:
    """Return how an official archive is read, or None where the files are of another form."""
    layout = find_layout(container.names)
    return partial(_posts, layout) if layout else None


def _posts(layout: Layout, container: Container, report: Progress) -> Posts:
    def batches() -> Iterator[posts.Batch]:
        tweets, records, lost = _read_tweets(container, layout, report)
        # What a cut-off file no longer holds can only be known from the manifest.
        yield posts.Batch(tweets, max(lost, declared_tweets(container, layout) - records))

    return Posts(read_author(container, layout), batches())


@contextmanager
def _container(path: Path) -> Iterator[Container]:
    with readable(path.name):
        if not path.exists():
            raise UserError(ErrorCode.SOURCE_MISSING, name=path)
        is_folder = path.is_dir()
    if is_folder:
        yield open_folder(path)
    elif path.suffix == ".js":
        yield FolderContainer(path.parent, [path.name])
    else:
        with open_zip(path) as zipped:
            yield zipped


def _read_tweets(container: Container, layout: Layout, report: Progress) -> tuple[list[Tweet], int, int]:
    """Return the tweets, sorted by id, how many records were read, and how many are lost."""
    files = _Files(container, [*layout.circle, *layout.notes, *layout.tweets], report)
    circle = {
        tweet_id(unwrapped(record)) for batch in files.batches(layout.circle) for record in batch.records
    }
    notes = [
        note
        for batch in files.batches(layout.notes)
        for record in batch.records
        if (note := parse_note(unwrapped(record)))
    ]
    tweets: dict[int, Tweet] = {}
    versions_by_first: defaultdict[int, set[int]] = defaultdict(set)
    read = lost = 0
    for batch in files.batches(layout.tweets):
        lost += batch.lost
        for record in map(unwrapped, batch.records):
            tweet = parse_tweet(record)
            if tweet is None:
                lost += 1
                continue
            read += 1
            tweets.setdefault(tweet.id, tweet)
            if versions := edit_versions(record):
                versions_by_first[min(versions)] |= versions

    ordered = sorted(tweets.values(), key=lambda tweet: tweet.id)
    note_texts = join_notes(ordered, notes)
    superseded = {
        version
        for versions in versions_by_first.values()
        for version in sorted(versions & tweets.keys())[:-1]
    }
    finished = [
        replace(
            tweet,
            note_text=note_texts.get(tweet.id),
            superseded=tweet.id in superseded,
            circle=tweet.id in circle,
        )
        if tweet.id in note_texts or tweet.id in superseded or tweet.id in circle
        else tweet
        for tweet in ordered
    ]
    return finished, read, lost


class _Files:
    """Reads files of records and reports the progress through all of them.

    Args:
        container: where they are.
        names: all the files that will be read.
        report: called with bytes.
    """

    def __init__(self, container: Container, names: Sequence[str], report: Progress) -> None:
        self._container = container
        self._report = report
        self._done = 0
        self._total = sum(container.size(name) for name in names)

    def batches(self, names: Sequence[str]) -> Iterator[Batch]:
        """Read some of the files; ``report`` is called after each batch has been dealt with."""
        for name in names:
            for batch in read_records(self._container.chunks(name)):
                yield batch
                self._done += batch.size
                self._report(self._done, self._total)

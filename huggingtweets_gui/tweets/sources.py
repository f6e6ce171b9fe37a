"""Opening whatever holds a person's tweets: what it is is told from its content, not from its name."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Progress, unreported
from huggingtweets_gui.tweets import archive
from huggingtweets_gui.tweets.container import Container
from huggingtweets_gui.tweets.folder import FolderContainer, open_folder, readable
from huggingtweets_gui.tweets.formats import (
    bluesky,
    community,
    mastodon,
    plain_text,
    snscrape,
    table,
    threads,
    twarc,
)
from huggingtweets_gui.tweets.formats.sheet import Sheet
from huggingtweets_gui.tweets.gzips import GzipContainer, is_gzip
from huggingtweets_gui.tweets.model import Author, Tweet
from huggingtweets_gui.tweets.posts import NO_ANSWERS, Answers, Batch, Posts, Reader
from huggingtweets_gui.tweets.zips import is_zip, open_zip

# Each looks at the files and returns how they are read, or None where they are of another form.
# Official archives come first; what may need the user's answers comes last.
_FORMS: tuple[Callable[[Container], Reader | None], ...] = (
    archive.recognise,
    community.recognise,
    mastodon.recognise,
    bluesky.recognise,
    threads.recognise,
)
_FORMS_TO_ASK_ABOUT: tuple[Callable[[Container, Answers], Reader | None], ...] = (
    twarc.recognise,
    snscrape.recognise,
    table.recognise,
)
# What any text may be, and therefore comes after all others.
_LAST = plain_text.recognise


@dataclass(frozen=True, slots=True)
class Source:
    """All that a source holds.

    Attributes:
        author: whose it is; None where the files do not say.
        tweets: each id once, sorted by id.
        lost_records: tweets lost through damage (an estimate); 0 for a whole source.
    """

    author: Author | None
    tweets: list[Tweet]
    lost_records: int


def read_source(path: Path, report: Progress = unreported, answers: Answers = NO_ANSWERS) -> Source:
    """Read a source into memory whole; see ``open_posts``."""
    tweets: dict[int, Tweet] = {}
    lost = 0
    with open_posts(path, report, answers) as posts:
        for batch in posts.batches:
            tweets.update((tweet.id, tweet) for tweet in batch.tweets)
            lost += batch.lost
    return Source(posts.author, [tweets[id] for id in sorted(tweets)], lost)


@contextmanager
def open_posts(path: Path, report: Progress = unreported, answers: Answers = NO_ANSWERS) -> Iterator[Posts]:
    """Open a zip, a folder or a file, which may be gzipped, for as long as its tweets are gone through.

    Args:
        path: what the user dropped.
        report: called with the bytes read, and of how many.
        answers: what the user says of it.

    Raises:
        UserError: SOURCE_MISSING, SOURCE_UNREADABLE, NOT_A_ZIP, ZIP_CUT_OFF, ZIP_ENCRYPTED,
            ZIP_UNSAFE_PATH, ZIP_BOMB, GZIP_BOMB, NOT_AN_ARCHIVE, MANY_AUTHORS, COLUMN_MISSING; while the
            tweets are gone through also NO_TWEETS, and BROKEN_JSON where all were lost to damage.
        Cancelled: from ``report``.
    """
    path = path.absolute()  # so that "." has a name too
    with _container(path) as container:
        reader = _recognise(container, answers)
        if reader is None:
            raise UserError(ErrorCode.NOT_AN_ARCHIVE, name=path.name)
        posts = reader(container, report)
        yield replace(posts, batches=_never_empty(posts.batches, path.name))


def _recognise(container: Container, answers: Answers) -> Reader | None:
    for recognise in _FORMS:
        if reader := recognise(container):
            return reader
    for ask in _FORMS_TO_ASK_ABOUT:
        if reader := ask(container, answers):
            return reader
    return _LAST(container)


def preview_table(path: Path) -> Sheet:
    """Return the first rows of the table in a source, for the user to say what stands where.

    Raises:
        UserError: as ``open_posts``; NOT_AN_ARCHIVE where there is no table.
    """
    with _container(path.absolute()) as container:
        sheet = table.sheet_of(container)
        if sheet is None:
            raise UserError(ErrorCode.NOT_AN_ARCHIVE, name=path.name)
        return sheet


def _never_empty(batches: Iterator[Batch], name: str) -> Iterator[Batch]:
    """Yield the batches, and raise where not one tweet was in them."""
    tweets = lost = 0
    for batch in batches:
        tweets += len(batch.tweets)
        lost += batch.lost
        yield batch
    if not tweets:
        raise UserError(ErrorCode.BROKEN_JSON if lost else ErrorCode.NO_TWEETS, name=name)


@contextmanager
def _container(path: Path) -> Iterator[Container]:
    with readable(path.name):
        if not path.exists():
            raise UserError(ErrorCode.SOURCE_MISSING, name=path)
        is_folder = path.is_dir()
    if is_folder:
        yield open_folder(path)
    elif is_zip(path):
        with open_zip(path) as zipped:
            yield zipped
    elif is_gzip(path):
        yield GzipContainer(path)
    else:
        yield FolderContainer(path.parent, [path.name])

"""From files that a person holds to authors and tweets in the library."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.prefetch import prefetch
from huggingtweets_gui.foundation.progress import Progress, unreported
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.tweets.model import Author, Tweet, parse_handle
from huggingtweets_gui.tweets.posts import Answers, Batch, Columns
from huggingtweets_gui.tweets.sources import open_posts

# Batches that are read while the library writes those before: it takes 40 of an archive's at once.
_AHEAD = 40


@dataclass(frozen=True, slots=True)
class Imported:
    """What one import brought: an author, how many tweets were read, new, and lost to damage."""

    author: Author
    read: int
    new: int
    lost_records: int


def import_sources(
    library: Library,
    paths: Sequence[Path],
    handle: str | None = None,
    report: Progress = unreported,
    columns: Columns | None = None,
) -> list[Imported]:
    """Read sources and keep their tweets; nothing is kept unless all of them can be read.

    Other programs and threads cannot write to the library until it is done.

    Args:
        library: where they are kept.
        paths: archives, or whatever else ``open_posts`` knows.
        handle: whose tweets they are; None to take it from each source.
        report: told the bytes read, of all sources together.
        columns: where tables hold them; None to tell it from each table.

    Returns:
        One entry an author, in the order met.

    Raises:
        UserError: HANDLE_INVALID, HANDLE_MISSING where neither ``handle`` nor a source says whose it
            is, both before any tweet is read; all of ``open_posts``, and of the library.
        Cancelled: from ``report``.
    """
    answers = Answers(parse_handle(handle) if handle is not None else None, columns)
    progress = _JointProgress(report)
    with ExitStack() as opened:
        sources = [_open(path, answers, progress, opened) for path in paths]
        new = library.tweets.add_all((source.author, source.tweets(progress.tell)) for source in sources)
    by_author: dict[str, list[tuple[_Source, int]]] = {}
    for source, count in zip(sources, new, strict=True):
        by_author.setdefault(source.author.handle.casefold(), []).append((source, count))
    return [
        Imported(
            author=library.tweets.author(own[0][0].author.handle),
            read=len(set().union(*(source.ids for source, _ in own))),
            new=sum(count for _, count in own),
            lost_records=sum(source.lost for source, _ in own),
        )
        for own in by_author.values()
    ]


@dataclass
class _Source:
    """A source that is open, and what was found in it so far."""

    author: Author
    batches: Iterator[Batch]
    ids: set[int] = field(default_factory=set)
    lost: int = 0

    def tweets(self, tell: Callable[[], None]) -> Iterator[Tweet]:
        """Read the tweets; ``tell`` is called after each batch."""
        for batch in self.batches:
            self.ids.update(tweet.id for tweet in batch.tweets)
            self.lost += batch.lost
            yield from batch.tweets
            tell()


class _JointProgress:
    """Adds up the progress of several sources, which are read in threads of their own.

    Args:
        report: told the sums, in the thread of the import.
    """

    def __init__(self, report: Progress) -> None:
        self._report = report
        self._parts: list[tuple[int, int]] = []

    def part(self) -> Progress:
        """Return what one more source reports to."""
        number = len(self._parts)
        self._parts.append((0, 0))

        def keep(done: int, total: int) -> None:
            self._parts[number] = (done, total)

        return keep

    def tell(self) -> None:
        """Report where all of them stand."""
        done, total = map(sum, zip(*self._parts, strict=True))
        self._report(done, total)


def _open(path: Path, answers: Answers, progress: _JointProgress, opened: ExitStack) -> _Source:
    """Open a source until ``opened`` is closed."""
    posts = opened.enter_context(open_posts(path, progress.part(), answers))
    author = posts.author
    if answers.handle is not None:
        author = replace(author or Author("", answers.handle), handle=answers.handle)
    if author is None:
        raise UserError(ErrorCode.HANDLE_MISSING, name=path.name)
    return _Source(author, opened.enter_context(closing(prefetch(posts.batches, _AHEAD))))

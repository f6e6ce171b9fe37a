"""From files that a person holds to authors and tweets in the library."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Progress, unreported
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.tweets.archive import read_archive
from huggingtweets_gui.tweets.model import Author, Tweet, parse_handle


@dataclass(frozen=True, slots=True)
class Source:
    """What was read from one file or folder."""

    path: Path
    author: Author
    tweets: list[Tweet]
    lost_records: int


@dataclass(frozen=True, slots=True)
class Imported:
    """What one import brought: an author, how many tweets were read, new, and lost to damage."""

    author: Author
    read: int
    new: int
    lost_records: int


def read_source(path: Path, handle: str | None = None, report: Progress = unreported) -> Source:
    """Read one archive.

    Args:
        path: a zip, a folder or a ``.js`` file.
        handle: whose tweets they are; None to take it from the archive.
        report: told the bytes read.

    Raises:
        UserError: HANDLE_MISSING where neither says it, HANDLE_INVALID, and all of ``read_archive``.
    """
    chosen = parse_handle(handle) if handle is not None else None
    archive = read_archive(path, report)
    author = archive.author
    if chosen is not None:
        author = replace(author, handle=chosen) if author else Author(chosen, chosen)
    if author is None:
        raise UserError(ErrorCode.HANDLE_MISSING, name=path.name)
    return Source(path, author, archive.tweets, archive.lost_records)


def import_sources(
    library: Library, paths: Sequence[Path], handle: str | None = None, report: Progress = unreported
) -> list[Imported]:
    """Read archives and keep their tweets; nothing is kept unless all of them can be read.

    Returns:
        One entry an author, in the order met.

    Raises:
        UserError: see ``read_source``.
    """
    sources = [read_source(path, handle, report) for path in paths]
    by_author: dict[str, list[Source]] = {}
    for source in sources:
        by_author.setdefault(source.author.handle.casefold(), []).append(source)
    return [_keep(library, own) for own in by_author.values()]


def _keep(library: Library, sources: Sequence[Source]) -> Imported:
    # One after the other: the library keeps a name or a picture that only one of them has.
    new = sum(library.tweets.add(source.author, source.tweets) for source in sources)
    return Imported(
        author=library.tweets.author(sources[0].author.handle),
        read=len({tweet.id for source in sources for tweet in source.tweets}),
        new=new,
        lost_records=sum(source.lost_records for source in sources),
    )

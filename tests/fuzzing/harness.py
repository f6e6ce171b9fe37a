"""One way in for every hostile input, and what must hold whatever is in it.

Only a ``UserError`` may come out of an import, within seconds, and with nothing written but the library:
which is either as it was, or holds tweets that can be stored, read again and judged.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.tweets.model import Author, Tweet, parse_handle
from huggingtweets_gui.tweets.sources import open_posts
from huggingtweets_gui.workflow.importing import import_sources
from tests.fuzzing.sandbox import confined

LONGEST = 5.0  # seconds of the processor
READ = "read"
_SMALLEST_ID, _LARGEST_ID = 1, 2**63 - 1
_FIRST_YEAR, _LAST_YEAR = 1970, 2999  # what every system can show
_IMPORTS_A_LIBRARY = 20
_NOBODY = Author("nobody", "Nobody")


@dataclass(frozen=True, slots=True)
class Hostile:
    """What a user is given: one file, or a folder of files.

    Attributes:
        kind: what it was made from, for the totals.
        name: of the file or of the folder.
        content: of the file, or of the folder's files by their paths.
    """

    kind: str
    name: str
    content: bytes | Mapping[str, bytes]

    def write(self, folder: Path) -> Path:
        """Write it into an empty folder, and return where it is."""
        path = folder / self.name
        if isinstance(self.content, bytes):
            path.write_bytes(self.content)
            return path
        path.mkdir()
        for name, content in self.content.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(content)
        return path


class Harness:
    """Feeds inputs to the import, one after the other into a library. Use it as a context.

    Args:
        folder: an empty one, which it has for itself.

    Attributes:
        longest: the seconds of the processor that one input took at most.
    """

    def __init__(self, folder: Path) -> None:
        self.longest = 0.0
        self._sources = folder / "sources"
        self._home = folder / "home"
        self._imported = 0
        self._library = self._new_library()

    def __enter__(self) -> "Harness":
        return self

    def __exit__(self, *_: object) -> None:
        self._library.close()

    def feed(self, hostile: Hostile) -> str:
        """Import it, and return ``READ`` or the code of the error that the user is told.

        Raises:
            AssertionError, and whatever came out of the import: the input broke it.
        """
        rmtree(self._sources, ignore_errors=True)
        self._sources.mkdir()
        path = hostile.write(self._sources)
        before = self._contents()
        start = time.process_time()
        with confined(self._home):
            outcome = self._import(path)
        taken = time.process_time() - start
        self.longest = max(self.longest, taken)
        assert taken < LONGEST, f"{taken:.1f} s"
        after = self._contents()
        if outcome == READ:
            _check(after)
            self._imported += 1
            if self._imported % _IMPORTS_A_LIBRARY == 0:
                self._library.close()
                self._library = self._new_library()
        else:
            assert after == before, "half an import is left"
        return outcome

    def _import(self, path: Path) -> str:
        try:
            try:
                import_sources(self._library, [path])
            except UserError as error:
                if error.code != ErrorCode.HANDLE_MISSING:
                    raise
                import_sources(self._library, [path], handle="gull_keeper")
        except UserError as error:
            assert error.sentence
            return error.code
        return READ

    def _contents(self) -> dict[Author, list[Tweet]]:
        tweets = self._library.tweets
        return {one.author: tweets.tweets(one.author.handle) for one in tweets.authors()}

    def _new_library(self) -> Library:
        rmtree(self._home, ignore_errors=True)
        return Library(Home(self._home))


def parse(path: Path) -> str:
    """Go through a source without keeping anything, and return what ``Harness.feed`` does."""
    start = time.process_time()
    outcome: str = READ
    try:
        with open_posts(path) as posts:
            contents = {posts.author or _NOBODY: [tweet for batch in posts.batches for tweet in batch.tweets]}
        _check(contents)
    except UserError as error:
        assert error.sentence
        outcome = error.code
    taken = time.process_time() - start
    assert taken < LONGEST, f"{taken:.1f} s"
    return outcome


def _check(contents: dict[Author, list[Tweet]]) -> None:
    """Check that what was read can be stored, shown and used."""
    for author, tweets in contents.items():
        assert parse_handle(author.handle) == author.handle
        assert author.name.strip()
        author.name.encode()
        check_tweets(tweets)


def check_tweets(tweets: Iterable[Tweet]) -> None:
    """Check that tweets can be stored and shown."""
    for tweet in tweets:
        assert _SMALLEST_ID <= tweet.id <= _LARGEST_ID
        assert _FIRST_YEAR <= tweet.created_at.year <= _LAST_YEAR
        for text in (tweet.text, tweet.note_text, tweet.language, tweet.application):
            assert text is None or "\0" not in text.encode().decode()

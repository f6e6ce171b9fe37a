"""One way in for every hostile input, and what must hold whatever is in it.

Only a ``UserError`` may come out of an import, within seconds, and with nothing written but the library:
which is either as it was, or holds tweets that can be stored, read again and judged.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.tweets.model import parse_handle
from huggingtweets_gui.workflow.importing import import_sources
from tests.fuzzing.sandbox import confined

LONGEST = 5.0  # seconds of the processor
READ = "read"
_SHORTEST_ID, _LONGEST_ID = 1, 2**63 - 1


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
    """Feeds inputs to the import, one after the other into one library. Use it as a context.

    Args:
        folder: an empty one, which it has for itself.
    """

    def __init__(self, folder: Path) -> None:
        self._sources = folder / "sources"
        self._home = folder / "home"
        self._library = Library(Home(self._home))

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
        before = self._state()
        start = time.process_time()
        with confined(self._home):
            outcome = self._import(path)
        taken = time.process_time() - start
        assert taken < LONGEST, f"{taken:.1f} s"
        if outcome != READ:
            assert self._state() == before, "half an import is left"
        self._look_through()
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

    def _state(self) -> object:
        return self._library.tweets.authors()

    def _look_through(self) -> None:
        """Check what the library holds now, and empty it."""
        for summary in self._library.tweets.authors():
            author = summary.author
            assert parse_handle(author.handle) == author.handle
            assert author.name.strip(), "a name that nobody sees"
            author.name.encode()
            tweets = self._library.tweets.tweets(author.handle)
            assert len(tweets) == summary.tweets
            for tweet in tweets:
                assert _SHORTEST_ID <= tweet.id <= _LONGEST_ID
                for text in (tweet.text, tweet.note_text, tweet.language, tweet.application):
                    assert text is None or "\0" not in text
            self._library.tweets.forget(author.handle)

"""The library as one thing: open it, use its stores, close it.

A store is made, and its module loaded, when it is first used: a window that is just opening shows the bots
alone.
"""

from contextlib import AbstractContextManager
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING

from huggingtweets_gui.library.bot_store import BotStore
from huggingtweets_gui.library.database import Database
from huggingtweets_gui.library.paths import Home

if TYPE_CHECKING:
    from huggingtweets_gui.library.download_store import DownloadStore
    from huggingtweets_gui.library.sample_store import SampleStore
    from huggingtweets_gui.library.tweet_query import TweetQuery
    from huggingtweets_gui.library.tweet_store import TweetStore
    from huggingtweets_gui.library.verdict_store import VerdictStore


class Library:
    """What is kept in a data folder. Use it as a context, in the thread that opened it.

    Args:
        home: the data folder.
        in_memory: see ``Database``; None for the library of the data folder.

    Attributes:
        home: the data folder.
        bots: the bots.
    """

    def __init__(self, home: Home, in_memory: str | None = None) -> None:
        self._database = Database(home.database, in_memory)
        self._in_memory = in_memory
        self.home = home
        self.bots = BotStore(self._database, home.bots)

    @cached_property
    def tweets(self) -> "TweetStore":
        """Authors and their tweets."""
        from huggingtweets_gui.library.tweet_store import TweetStore

        return TweetStore(self._database)

    @cached_property
    def samples(self) -> "SampleStore":
        """The samples that were kept."""
        from huggingtweets_gui.library.sample_store import SampleStore

        return SampleStore(self._database)

    @cached_property
    def downloads(self) -> "DownloadStore":
        """Where reading from a service goes on."""
        from huggingtweets_gui.library.download_store import DownloadStore

        return DownloadStore(self._database)

    @cached_property
    def verdicts(self) -> "VerdictStore":
        """Which tweets are kept, and which were left out by hand."""
        from huggingtweets_gui.library.verdict_store import VerdictStore

        return VerdictStore(self._database)

    @cached_property
    def query(self) -> "TweetQuery":
        """What looks for tweets."""
        from huggingtweets_gui.library.tweet_query import TweetQuery

        return TweetQuery(self._database)

    def all_or_nothing(self) -> AbstractContextManager[object]:
        """Give a context: what is written to any of the stores in it is kept at its end, or none of it."""
        return self._database.writing()

    def in_memory(self, name: str) -> "Library":
        """Open an empty library in memory, of the same data folder; another one of that name is the same."""
        return Library(self.home, name)

    def again(self) -> "Library":
        """Open the same library once more, in the thread that calls this."""
        return Library(self.home, self._in_memory)

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def __enter__(self) -> "Library":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

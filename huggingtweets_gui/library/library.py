"""The library as one thing: open it, use its stores, close it."""

from contextlib import AbstractContextManager
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING

from huggingtweets_gui.library.bot_store import BotStore
from huggingtweets_gui.library.database import Database
from huggingtweets_gui.library.download_store import DownloadStore
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.library.sample_store import SampleStore
from huggingtweets_gui.library.tweet_store import TweetStore
from huggingtweets_gui.library.verdict_store import VerdictStore

if TYPE_CHECKING:
    from huggingtweets_gui.library.tweet_query import TweetQuery


class Library:
    """What is kept in a data folder. Use it as a context, in the thread that opened it.

    Args:
        home: the data folder.
        in_memory: see ``Database``; None for the library of the data folder.

    Attributes:
        home: the data folder.
        tweets: authors and their tweets.
        bots: the bots.
        samples: the samples that were kept.
        downloads: where reading from a service goes on.
        verdicts: which tweets are kept, and which were left out by hand.
    """

    def __init__(self, home: Home, in_memory: str | None = None) -> None:
        self._database = Database(home.database, in_memory)
        self._in_memory = in_memory
        self.home = home
        self.tweets = TweetStore(self._database)
        self.bots = BotStore(self._database, home.bots)
        self.samples = SampleStore(self._database)
        self.downloads = DownloadStore(self._database)
        self.verdicts = VerdictStore(self._database)

    @cached_property
    def query(self) -> "TweetQuery":
        """What looks for tweets."""
        from huggingtweets_gui.library.tweet_query import TweetQuery  # NumPy would delay the first window.

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

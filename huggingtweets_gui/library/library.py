"""The library as one thing: open it, use its stores, close it."""

from types import TracebackType

from huggingtweets_gui.library.bot_store import BotStore
from huggingtweets_gui.library.database import open_database
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.library.sample_store import SampleStore
from huggingtweets_gui.library.tweet_store import TweetStore


class Library:
    """What is kept in a data folder. Use it as a context, in the thread that opened it.

    Attributes:
        home: the data folder.
        tweets: authors and their tweets.
        bots: the bots.
        samples: the samples that were kept.
    """

    def __init__(self, home: Home) -> None:
        self._connection = open_database(home.database)
        self.home = home
        self.tweets = TweetStore(self._connection)
        self.bots = BotStore(self._connection, home.bots)
        self.samples = SampleStore(self._connection)

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def __enter__(self) -> "Library":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

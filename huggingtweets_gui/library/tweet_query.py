"""Looking for tweets in the library, and reading those that are shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from huggingtweets_gui.foundation.progress import Progress, unreported
from huggingtweets_gui.library.database import Database
from huggingtweets_gui.library.tweet_filter import Kind
from huggingtweets_gui.library.tweet_table import FACTS, KINDS, VERDICTS, TweetTable
from huggingtweets_gui.library.word_search import search
from huggingtweets_gui.tweets.languages import language
from huggingtweets_gui.tweets.model import Author

_AT_ONCE = 10_000
_NUMBERS = {str(verdict): number for number, verdict in enumerate(VERDICTS)}


@dataclass(frozen=True, slots=True)
class ShownTweet:
    """What a list shows of a tweet.

    Attributes:
        created_at: when it was sent, in UTC.
        text: what a bot would learn, or the tweet as it was where nothing of it is left.
    """

    created_at: datetime
    text: str


class TweetQuery:
    """Reads what is needed to look through the tweets of a large library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def table(self, authors: Sequence[Author], report: Progress = unreported) -> TweetTable:
        """Return the tweets of some authors that are judged, without their texts.

        Args:
            authors: whose.
            report: told the number of tweets read, of all.
        """
        languages: dict[str, int] = {}
        applications: dict[str, int] = {}
        total = sum(self.count(author.handle) for author in authors)
        read = count()

        def facts() -> Iterator[tuple[int, ...]]:
            for number, author in enumerate(authors):
                for row, id_, reply_to, sent, verdict, kinds, spoken, program, length, size in self._facts(
                    author
                ):
                    if not (done := next(read)) % _AT_ONCE:
                        report(done, total)
                    spoken_number = languages.setdefault(language(spoken), len(languages))
                    program_number = applications.setdefault(program, len(applications))
                    yield (
                        *(row, id_, reply_to, sent, number, _NUMBERS[verdict], kinds),
                        *(spoken_number, program_number, length, size),
                    )

        return TweetTable(authors, np.fromiter(facts(), FACTS), list(languages), list(applications))

    def rows_with(self, words: str) -> npt.NDArray[np.int64]:
        """Return the rows of all tweets that have these words; see ``word_search.search``."""
        query, parameters = search(words)
        # As one value: row by row, the interpreter would be taken and given back half a million times.
        [(rows,)] = self._database.rows(f"SELECT json_group_array(row) FROM ({query})", parameters)
        return np.array(msgspec.json.decode(rows), dtype=np.int64)

    def tweets(self, rows: Sequence[int]) -> dict[int, ShownTweet]:
        """Return tweets by their rows; those that are gone since are missing."""
        found = self._database.rows(
            """SELECT row, created_at, coalesce(nullif(learned, ''), note_text, text) FROM tweets
            WHERE row IN (SELECT value FROM json_each(?))""",
            (msgspec.json.encode(rows).decode(),),
        )
        return {row: ShownTweet(datetime.fromtimestamp(sent, UTC), text) for row, sent, text in found}

    def count(self, handle: str) -> int:
        """Return how many tweets of an author are in the library."""
        [(tweets,)] = self._database.rows("SELECT count(*) FROM tweets WHERE author = ?", (handle,))
        return int(tweets)

    def _facts(self, author: Author) -> Iterator[tuple[Any, ...]]:
        row = 0
        # See ``VerdictStore.batches`` for why not by an index. Some at a time: a cursor would hold on to
        # the library as it was, for as long as this is not gone through.
        while found := self._database.rows(
            f"""SELECT row, id, coalesce(reply_to_id, 0), created_at, verdict,
                is_reply * {KINDS[Kind.REPLY]} + (note_text IS NOT NULL) * {KINDS[Kind.NOTE]},
                language, coalesce(application, ''), length(learned), length(CAST(learned AS BLOB))
            FROM tweets NOT INDEXED
            WHERE author = ? AND row > ? AND verdict IS NOT NULL ORDER BY row LIMIT ?""",
            (author.handle, row, _AT_ONCE),
        ):
            yield from found
            row = found[-1][0]

"""Authors and their tweets in the library."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from operator import attrgetter

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.database import Database
from huggingtweets_gui.library.tweet_rows import COLUMNS, PLACEHOLDERS, WRITTEN_COLUMNS, from_row, to_row
from huggingtweets_gui.tweets.model import Author, Tweet

# What a tweet that comes again brings, in SQL. A source that knows less takes nothing away.
_NEWER = {
    "text": "excluded.text",
    "note_text": "coalesce(excluded.note_text, note_text)",
    "is_retweet": "max(is_retweet, excluded.is_retweet)",
    "superseded": "max(superseded, excluded.superseded)",
    "circle": "max(circle, excluded.circle)",
    "reply_to_id": "coalesce(excluded.reply_to_id, reply_to_id)",
    "is_reply": "max(is_reply, excluded.is_reply)",
    "language": "coalesce(excluded.language, language)",
    "application": "coalesce(excluded.application, application)",
    "searched": "iif(excluded.note_text IS NULL AND note_text IS NOT NULL, searched, excluded.searched)",
}
# In one statement: while SQLite runs one, other threads have the interpreter. It takes 32,766 values.
_AT_ONCE = 2000
# Tweets that are sorted by id first, so that a statement changes neighbouring pages of the index of ids,
# where those of an archive lie anywhere: that takes half the time. Their words are indexed together.
_SORTED_AT_ONCE = 20_000
# Tweets are numbered upwards: those that are not in the index yet are the last ones.
_INDEX_NEW = """INSERT INTO tweet_words (rowid, words) SELECT row, words FROM searched_tweets
    WHERE row > (SELECT coalesce(max(id), 0) FROM tweet_words_docsize)"""


@dataclass(frozen=True, slots=True)
class AuthorSummary:
    """An author in the library and how many of their tweets are there."""

    author: Author
    tweets: int


class TweetStore:
    """Reads and writes authors and tweets. Handles are matched whatever their case."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, author: Author, tweets: Iterable[Tweet]) -> int:
        """Add an author's tweets, all or none, and return how many are new; see ``add_all``."""
        [new] = self.add_all([(author, tweets)])
        return new

    def add_all(self, sources: Iterable[tuple[Author, Iterable[Tweet]]]) -> list[int]:
        """Add authors with tweets, all of them or nothing, and return how many are new of each.

        A tweet that is there already is brought up to date and stays left out if it was. What was
        known before is kept where the new source does not know it. Tweets that are new or changed
        wait to be judged.

        Args:
            sources: gone through once, while nobody else can write. An author, and a tweet, may come
                several times.
        """
        with self._database.writing() as connection:
            return [_add(connection, author, tweets) for author, tweets in sources]

    def authors(self) -> list[AuthorSummary]:
        """Return all authors, by name."""
        rows = self._database.rows(
            """SELECT handle, name, avatar, (SELECT count(*) FROM tweets WHERE author = handle)
            FROM authors ORDER BY name COLLATE NOCASE, handle"""
        )
        return [AuthorSummary(Author(handle, name, avatar), count) for handle, name, avatar, count in rows]

    def author(self, handle: str) -> Author:
        """Return the author with this handle.

        Raises:
            UserError: UNKNOWN_AUTHOR.
        """
        rows = self._database.rows("SELECT handle, name, avatar FROM authors WHERE handle = ?", (handle,))
        if not rows:
            raise UserError(ErrorCode.UNKNOWN_AUTHOR, name=handle)
        return Author(*rows[0])

    def tweets(self, handle: str) -> list[Tweet]:
        """Return an author's tweets, sorted by id."""
        rows = self._database.rows(
            f"SELECT {', '.join(COLUMNS)} FROM tweets WHERE author = ? ORDER BY id", (handle,)
        )
        return [from_row(row) for row in rows]

    def in_threads(self, handle: str) -> list[Tweet]:
        """Return an author's tweets that answer one of their own, or are answered so, sorted by id."""
        rows = self._database.rows(
            f"""SELECT {", ".join(COLUMNS)} FROM tweets WHERE author = ?1 AND (
                EXISTS (SELECT 1 FROM tweets AS own WHERE own.author = ?1 AND own.id = tweets.reply_to_id)
                OR id IN (SELECT reply_to_id FROM tweets NOT INDEXED WHERE author = ?1)
            ) ORDER BY id""",
            (handle,),
        )
        return [from_row(row) for row in rows]

    def forget(self, handle: str) -> None:
        """Delete an author with all tweets, so that the file itself no longer holds their text."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM authors WHERE handle = ?", (handle,))
            connection.execute("DELETE FROM downloads WHERE author = ?", (handle,))
            # Deleting a tweet leaves its words in the index.
            connection.execute("INSERT INTO tweet_words (tweet_words) VALUES ('rebuild')")
        self._database.wipe_deleted()


def _add(connection: sqlite3.Connection, author: Author, tweets: Iterable[Tweet]) -> int:
    connection.execute(
        """INSERT INTO authors (handle, name, avatar) VALUES (?, ?, ?)
        ON CONFLICT (handle) DO UPDATE SET
            name = CASE WHEN excluded.name = excluded.handle THEN name ELSE excluded.name END,
            avatar = coalesce(excluded.avatar, avatar)""",
        (author.handle, author.name, author.avatar),
    )
    before = _count(connection, author)
    changed = 0
    tweets = iter(tweets)
    while some := sorted(islice(tweets, _SORTED_AT_ONCE), key=attrgetter("id")):  # the later one last
        for start in range(0, len(some), _AT_ONCE):
            few = some[start : start + _AT_ONCE]
            values = chain.from_iterable(map(to_row, few))
            changed += connection.execute(_upsert(len(few)), (author.handle, *values)).rowcount
        connection.execute(_INDEX_NEW)
    if changed:
        connection.execute("UPDATE authors SET judged_by = NULL WHERE handle = ?", (author.handle,))
    return _count(connection, author) - before


@lru_cache(maxsize=2)
def _upsert(count: int) -> str:
    """Return the statement that adds so many tweets of an author; those without a change stay untouched."""
    rows = ", ".join([f"(?1, {PLACEHOLDERS})"] * count)
    return f"""INSERT INTO tweets (author, {WRITTEN_COLUMNS}) VALUES {rows}
        ON CONFLICT (author, id) DO UPDATE SET
            {", ".join(f"{column} = {value}" for column, value in _NEWER.items())},
            verdict = NULL, learned = NULL
        WHERE ({", ".join(_NEWER)}) IS NOT ({", ".join(_NEWER.values())})"""


def _count(connection: sqlite3.Connection, author: Author) -> int:
    (count,) = connection.execute("SELECT count(*) FROM tweets WHERE author = ?", (author.handle,)).fetchone()
    return int(count)

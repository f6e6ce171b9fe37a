"""The verdicts on tweets in the library, and which tweets the user left out by hand."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

import msgspec

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.database import Database
from huggingtweets_gui.library.tweet_filter import Standing
from huggingtweets_gui.library.tweet_rows import COLUMNS, from_row
from huggingtweets_gui.tweets.model import Tweet
from huggingtweets_gui.tweets.rules import Judged, Rules, Verdict
from huggingtweets_gui.tweets.rules_json import rules_to_json

if TYPE_CHECKING:
    from huggingtweets_gui.library.tweet_table import Ids

_TWEET = ", ".join(COLUMNS)


@dataclass(frozen=True, slots=True)
class StoredTweet:
    """A tweet, its row, and what was judged of it before; None where nothing was."""

    row: int
    tweet: Tweet
    verdict: str | None
    learned: str | None


class VerdictStore:
    """Reads and writes verdicts. Handles are matched whatever their case.

    Who judges an author's tweets begins with a mark. It is gone as soon as anybody else begins to judge
    them, adds or changes some, or leaves some out: what was read before may be wrong then, and no
    verdict is taken under that mark any more.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def holds(self, handle: str, rules: Rules) -> bool:
        """Return whether all tweets of an author are judged under these rules."""
        rows = self._database.rows("SELECT judged_by FROM authors WHERE handle = ?", (handle,))
        return rows == [(rules_to_json(rules),)]

    def batches(self, handle: str, most: int) -> Iterator[list[StoredTweet]]:
        """Go through an author's tweets, in the order in which they were stored.

        Args:
            handle: whose.
            most: how many come at once; -1 for all.
        """
        row = 0
        while True:
            # By the index of authors it would jump about in the table, which takes five times as long.
            found = self._database.rows(
                f"""SELECT row, verdict, learned, {_TWEET} FROM tweets NOT INDEXED
                WHERE author = ? AND row > ? ORDER BY row LIMIT ?""",
                (handle, row, most),
            )
            if not found:
                return
            row = found[-1][0]
            yield [StoredTweet(own, from_row(tweet), verdict, text) for own, verdict, text, *tweet in found]

    def begin(self, handle: str) -> str:
        """Note that the verdicts on an author's tweets are of no rules from now on, until ``finish``.

        Returns:
            The mark to write under.

        Raises:
            UserError: UNKNOWN_AUTHOR.
        """
        mark = msgspec.json.encode({"judging": uuid4().hex}).decode()
        with self._database.writing() as connection:
            if not connection.execute(
                "UPDATE authors SET judged_by = ? WHERE handle = ?", (mark, handle)
            ).rowcount:
                raise UserError(ErrorCode.UNKNOWN_AUTHOR, name=handle)
        return mark

    def write(self, handle: str, mark: str, verdicts: Iterable[tuple[int, Standing, str]]) -> bool:
        """Keep verdicts: row, verdict, and the text that a bot would learn.

        Returns:
            Whether the mark was still there; nothing is kept where it is gone.
        """
        with self._database.writing() as connection:
            marked = connection.execute(
                "SELECT 1 FROM authors WHERE handle = ? AND judged_by = ?", (handle, mark)
            ).fetchone()
            if marked:
                connection.executemany(
                    "UPDATE tweets SET verdict = ?2, learned = ?3 WHERE row = ?1",
                    ((row, str(verdict), learned) for row, verdict, learned in verdicts),
                )
        return marked is not None

    def finish(self, handle: str, mark: str, rules: Rules) -> bool:
        """Note that all tweets of an author are judged under these rules.

        Returns:
            Whether the mark was still there; nothing is noted where it is gone.
        """
        with self._database.writing() as connection:
            changed = connection.execute(
                "UPDATE authors SET judged_by = ? WHERE handle = ? AND judged_by = ?",
                (rules_to_json(rules), handle, mark),
            )
            return changed.rowcount == 1

    def undisturbed(self) -> AbstractContextManager[object]:
        """Let nobody else write in the library until this is left; after an error, nothing of it is kept."""
        return self._database.writing()

    def judged(self, handle: str, rules: Rules) -> list[Judged] | None:
        """Return an author's tweets with the verdicts of these rules on them, sorted by id.

        None where not all are judged under these rules.
        """
        with self._database.reading():
            if not self.holds(handle, rules):
                return None
            rows = self._database.rows(
                f"SELECT verdict, learned, {_TWEET} FROM tweets NOT INDEXED WHERE author = ? ORDER BY id",
                (handle,),
            )
        return [Judged(from_row(tweet), learned, Verdict(verdict)) for verdict, learned, *tweet in rows]

    def left_out(self, handle: str) -> frozenset[int]:
        """Return the ids of the tweets that the user left out."""
        rows = self._database.rows(
            "SELECT id FROM tweets NOT INDEXED WHERE author = ? AND left_out", (handle,)
        )
        return frozenset(id for (id,) in rows)

    def leave_out(self, handle: str, ids: "Ids | list[int]") -> None:
        """Leave these tweets out of every dataset made from now on."""
        self._turn(handle, ids, Verdict.KEPT, Verdict.LEFT_OUT)

    def take_in(self, handle: str, ids: "Ids | list[int]") -> None:
        """Undo ``leave_out``."""
        self._turn(handle, ids, Verdict.LEFT_OUT, Verdict.KEPT)

    def _turn(self, handle: str, ids: "Ids | list[int]", before: Verdict, after: Verdict) -> None:
        listed = msgspec.json.encode([int(id) for id in ids]).decode()
        with self._database.writing() as connection:
            connection.execute(
                """UPDATE tweets SET left_out = ?, verdict = iif(verdict = ?, ?, verdict)
                WHERE author = ? AND id IN (SELECT value FROM json_each(?))""",
                (after is Verdict.LEFT_OUT, str(before), str(after), handle, listed),
            )
            # Where tweets are compared, the verdicts on others may follow: all are judged again before they
            # are used.
            connection.execute(
                """UPDATE authors SET judged_by = NULL
                WHERE handle = ? AND json_extract(judged_by, '$.compares') IS NOT 0""",
                (handle,),
            )

"""A tweet as a row of the library's table, and back."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from huggingtweets_gui.library.word_search import searched
from huggingtweets_gui.tweets.model import Tweet

COLUMNS = (
    "id",
    "created_at",
    "text",
    "note_text",
    "is_retweet",
    "superseded",
    "circle",
    "reply_to_id",
    "is_reply",
    "language",
    "application",
)
"""What is known of a tweet, in the order of its fields in ``Tweet``."""

# The value that each column is written with. Python's sqlite3 takes as long for one None as for a hundred
# numbers, and ten times as long for a truth value: ``to_row`` gives none of these.
_WRITTEN = dict.fromkeys(COLUMNS, "?") | {
    "note_text": "nullif(?, '')",
    "reply_to_id": "nullif(?, 0)",
    "language": "nullif(?, '')",
    "application": "nullif(?, '')",
    "searched": "nullif(?, '')",
}
WRITTEN_COLUMNS, PLACEHOLDERS = ", ".join(_WRITTEN), ", ".join(_WRITTEN.values())
"""In SQL, what is written of a tweet, and where the values of ``to_row`` stand."""


def to_row(tweet: Tweet) -> tuple[int | str, ...]:
    """Return a tweet's values for the ``PLACEHOLDERS``."""
    return (
        tweet.id,
        int(tweet.created_at.timestamp()),
        tweet.text,
        tweet.note_text or "",
        int(tweet.is_retweet),
        int(tweet.superseded),
        int(tweet.circle),
        tweet.reply_to_id or 0,
        int(tweet.is_reply),
        tweet.language or "",
        tweet.application or "",
        searched(tweet.text, tweet.note_text) or "",
    )


def from_row(row: Sequence[Any]) -> Tweet:
    """Return the tweet of these values, which stand in the order of ``COLUMNS``."""
    (
        id,
        created_at,
        text,
        note,
        is_retweet,
        superseded,
        circle,
        reply_to_id,
        is_reply,
        language,
        application,
    ) = row
    return Tweet(
        id=id,
        created_at=datetime.fromtimestamp(created_at, UTC),
        text=text,
        note_text=note,
        is_retweet=bool(is_retweet),
        superseded=bool(superseded),
        circle=bool(circle),
        reply_to_id=reply_to_id,
        is_reply=bool(is_reply),
        language=language,
        application=application,
    )

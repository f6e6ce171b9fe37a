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


def to_row(tweet: Tweet) -> tuple[object, ...]:
    """Return a tweet's values in the order of ``COLUMNS``, and what the index holds in place of its text."""
    return (
        tweet.id,
        int(tweet.created_at.timestamp()),
        tweet.text,
        tweet.note_text,
        tweet.is_retweet,
        tweet.superseded,
        tweet.circle,
        tweet.reply_to_id,
        tweet.is_reply,
        tweet.language,
        tweet.application,
        searched(tweet.text, tweet.note_text),
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

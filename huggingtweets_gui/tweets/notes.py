"""Joining the whole texts of long tweets, their *notes*, to the tweets that show only the beginning."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huggingtweets_gui.tweets.model import Tweet
from huggingtweets_gui.tweets.values import dict_of, id_of, text_of, unescaped

_ADDRESS = re.compile(r"https?://\S+")
_LEADING_MENTIONS = re.compile(r"\A(?:\s*@\w+)+")


@dataclass(frozen=True, slots=True)
class Note:
    """The whole text of a long tweet.

    Attributes:
        id: the note's own id: never that of its tweet.
        text: the text, in which nothing is escaped.
    """

    id: int
    text: str


def parse_note(record: dict[str, object]) -> Note | None:
    """Return the note in an unwrapped record of note-tweet.js, or None where it is damaged."""
    identifier = id_of(record.get("noteTweetId"))
    text = text_of(dict_of(record.get("core")).get("text"))
    return Note(identifier, text) if identifier and text else None


def join_notes(tweets: Sequence[Tweet], notes: Iterable[Note]) -> dict[int, str]:
    """Find the tweet of each note; return the notes' texts by the tweets' ids.

    Nothing in an archive names the tweet of a note. But a note is stored some milliseconds before its
    tweet, and both ids hold their time in milliseconds: the first tweet since then is the one,
    if the note begins with its text. Notes of tweets that are not here find none.

    Args:
        tweets: sorted by id.
        notes: in any order.
    """
    joined = {}
    for note in notes:
        index = bisect_left(tweets, _milliseconds(note.id), key=lambda tweet: _milliseconds(tweet.id))
        if index == len(tweets):
            continue
        tweet = tweets[index]
        beginning = _bare(unescaped(tweet.text)).removesuffix("…").rstrip()
        if beginning and _bare(note.text).startswith(beginning):
            joined[tweet.id] = note.text
    return joined


def _milliseconds(identifier: int) -> int:
    return identifier >> 22


def _bare(text: str) -> str:
    """Return the text without what a tweet and its note write differently: addresses, mentions, spaces."""
    return " ".join(_ADDRESS.sub(" ", _LEADING_MENTIONS.sub("", text)).split())

"""Joining the whole texts of long tweets, their *notes*, to the tweets that show only the beginning."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from huggingtweets_gui.tweets.model import Tweet
from huggingtweets_gui.tweets.values import dict_of, id_of, text_of, unescaped

_ADDRESS = re.compile(r"https?://\S+")
_LEADING_MENTIONS = re.compile(r"\A(?:\s*@\w+)+")
# An id holds the milliseconds since the first one above this many bits.
_BITS_BELOW_TIME = 22


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


class NoteJoin:
    """Finds the tweet of each note while tweets go by in any order.

    Nothing in an archive names the tweet of a note. But a note is stored some milliseconds before its
    tweet, and both ids hold their time in milliseconds: the first tweet since then is the one,
    if the note begins with its text. Notes of tweets that are not here find none.

    Args:
        notes: in any order.
    """

    def __init__(self, notes: Iterable[Note]) -> None:
        self._notes = sorted(notes, key=lambda note: note.id)
        # A note's first possible id, and the first tweet between there and the next note's.
        self._since = [note.id >> _BITS_BELOW_TIME << _BITS_BELOW_TIME for note in self._notes]
        self._first: list[Tweet | None] = [None] * len(self._notes)

    def add(self, tweet: Tweet) -> None:
        """Look at a tweet. Of several with one id the last one counts."""
        place = bisect_right(self._since, tweet.id) - 1
        if place >= 0:
            first = self._first[place]
            if first is None or tweet.id <= first.id:
                self._first[place] = tweet

    def joined(self) -> Iterator[Tweet]:
        """Yield the tweets that have a note, now with its text."""
        first = None
        for note, own in zip(reversed(self._notes), reversed(self._first), strict=True):
            first = own or first
            if first is not None and _begins(note.text, first.text):
                yield replace(first, note_text=note.text)


def _begins(note: str, tweet: str) -> bool:
    """Tell whether a note begins with the text of a tweet."""
    beginning = _bare(unescaped(tweet)).removesuffix("…").rstrip()
    return bool(beginning) and _bare(note).startswith(beginning)


def _bare(text: str) -> str:
    """Return the text without what a tweet and its note write differently: addresses, mentions, spaces."""
    return " ".join(_ADDRESS.sub(" ", _LEADING_MENTIONS.sub("", text)).split())

"""The shared form of a tweet and of its author: what every source is read into."""

import re
from dataclasses import dataclass
from datetime import datetime

from huggingtweets_gui.foundation.errors import ErrorCode, UserError

_HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")
_PROFILE_ADDRESS = re.compile(r"^(https?://)?(www\.|mobile\.)?(twitter|x)\.com/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tweet:
    """One tweet as its source gives it: nothing is cleaned yet.

    Attributes:
        id: the tweet's id.
        created_at: when it was sent, in UTC.
        text: the text as stored, with ``&amp; &lt; &gt;`` escaped where the source escapes them.
        note_text: the whole text of a long tweet (not escaped), where ``text`` is cut off; else None.
        is_retweet: the source itself marks it as a retweet; archives mark only by ``RT @``.
        superseded: a later edit of the same tweet is here too.
        circle: it was sent to a Twitter circle, that is, in private.
        reply_to_id: the tweet that it answers, where known.
        is_reply: it answers a tweet or a person.
        language: the source's language code (see the odd ones in ``tweets/languages.py``), or None.
        application: the name of the program that sent it, or None.
    """

    id: int
    created_at: datetime
    text: str
    note_text: str | None = None
    is_retweet: bool = False
    superseded: bool = False
    circle: bool = False
    reply_to_id: int | None = None
    is_reply: bool = False
    language: str | None = None
    application: str | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """Whose tweets are read.

    Attributes:
        handle: without the ``@``.
        name: the display name; the handle where none is known.
        avatar: the profile picture's bytes (PNG or JPEG), or None.
    """

    handle: str
    name: str
    avatar: bytes | None = None


def parse_handle(text: str) -> str:
    """Return the handle in ``text``: ``@name``, ``name`` or a profile's address.

    Raises:
        UserError: HANDLE_INVALID.
    """
    candidate = _PROFILE_ADDRESS.sub("", text.strip())
    candidate = candidate.removeprefix("@").split("?")[0].rstrip("/")
    if not _HANDLE.fullmatch(candidate):
        raise UserError(ErrorCode.HANDLE_INVALID, name=text.strip())
    return candidate

"""The shared form of a tweet and of its author: what every source is read into."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from huggingtweets_gui.foundation.errors import ErrorCode, UserError

UNDATED = datetime.fromtimestamp(0, UTC)
"""The ``created_at`` of what a source gives no time for, such as a line of a text file."""

_X_HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")
_X_ADDRESS = re.compile(r"(https?://)?(www\.|mobile\.)?(twitter|x)\.com/", re.IGNORECASE)

# Parts of letters, digits, underscores and inner hyphens, with dots between them. ASCII only: a letter
# that looks like another one must not make a second author.
_NAME = r"\w(?:[\w-]*\w)?(?:\.\w(?:[\w-]*\w)?)*"
_HANDLE = re.compile(rf"{_NAME}(?:@{_NAME})?", re.ASCII)
_LONGEST_HANDLE = 64
_LONGEST_ADDRESS = 1000
_BLUESKY_ADDRESS = re.compile(r"(https?://)?bsky\.app/profile/", re.IGNORECASE)
_THREADS_ADDRESS = re.compile(r"(https?://)?(www\.)?threads\.(net|com)/@", re.IGNORECASE)
_FEDIVERSE_ADDRESS = re.compile(
    rf"(?:https?://)?(?=[^/]*\.)(?P<host>{_NAME})/(?:@|users/)(?P<name>{_NAME})", re.IGNORECASE | re.ASCII
)
THREADS_HOST = "threads.net"
"""Where the Fediverse finds the people of Threads."""


class Tweet(msgspec.Struct, frozen=True, gc=False):
    """One tweet as its source gives it: nothing is cleaned yet.

    A frozen dataclass takes ten times as long to make, which counts with half a million.

    Attributes:
        id: the tweet's id.
        created_at: when it was sent, in UTC; ``UNDATED`` where its source does not say.
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
    """Return the handle in ``text``: ``@name``, ``name`` or a profile's address, of any network.

    On X it is ``name``, on Bluesky ``name.bsky.social``, on Mastodon and the servers like it
    ``name@instance.social``, on Threads ``name@threads.net``, as it is called there by the others.

    Raises:
        UserError: HANDLE_INVALID.
    """
    candidate = text.strip()[:_LONGEST_ADDRESS].split("?")[0].rstrip("/")
    if address := _X_ADDRESS.match(candidate) or _BLUESKY_ADDRESS.match(candidate):
        candidate = candidate[address.end() :]
    elif address := _THREADS_ADDRESS.match(candidate):
        candidate = f"{candidate[address.end() :]}@{THREADS_HOST}"
    elif address := _FEDIVERSE_ADDRESS.fullmatch(candidate):
        candidate = f"{address['name']}@{address['host'].lower()}"
    candidate = candidate.removeprefix("@")
    if len(candidate) > _LONGEST_HANDLE or not _HANDLE.fullmatch(candidate):
        raise UserError(ErrorCode.HANDLE_INVALID, name=text.strip())
    return candidate


def parse_x_handle(text: str) -> str:
    """Return the handle in ``text``, which must be one that X can have.

    Raises:
        UserError: X_HANDLE_INVALID.
    """
    with suppress(UserError):
        handle = parse_handle(text)
        if _X_HANDLE.fullmatch(handle):
            return handle
    raise UserError(ErrorCode.X_HANDLE_INVALID, name=text.strip())


def profile_address(handle: str) -> str | None:
    """Return the web address of the profile that a handle names, or None where its network is not sure."""
    name, at, host = handle.partition("@")
    if at:
        return f"https://{host}/@{name}"
    if handle.lower().endswith(".bsky.social"):
        return f"https://bsky.app/profile/{handle}"
    return f"https://twitter.com/{handle}" if _X_HANDLE.fullmatch(handle) else None

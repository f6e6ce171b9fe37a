"""The Community Archive: tweets that their owners uploaded for everyone's use, as rows of a PostgREST server.

No log-in is needed. Only what came with an owner's own upload is read: the archive holds tweets
that others' uploads quoted too.
"""

from datetime import datetime
from typing import Any

import httpx2
import msgspec

from huggingtweets_gui import __version__
from huggingtweets_gui.foundation.answers import read_whole
from huggingtweets_gui.foundation.errors import ErrorCode, UserError, in_short
from huggingtweets_gui.tweets.model import Tweet
from huggingtweets_gui.tweets.service import Account, Page, Position, RateLimited, Unavailable
from huggingtweets_gui.tweets.values import dict_of, id_of, iso_moment_of, name_of, text_of

NAME = "The Community Archive"  # as a sentence begins
ADDRESS = "https://fabxmporizzqflnftavs.supabase.co/rest/v1"
# The public key that https://www.community-archive.org/llms.txt gives to everybody who reads.
COMMUNITY_KEY = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
    ".eyJpc3MiOiJzdXBhYmFzZSIsInJlZiI6ImZhYnhtcG9yaXp6cWZsbmZ0YXZzIiwicm9sZSI6ImFub24iLCJpYXQiOjE3MjIy"
    "NDQ5MTIsImV4cCI6MjAzNzgyMDkxMn0"
    ".UIEJiUNkLsW28tBHmG-RQDW-I5JNlJLt62CSk9D_qG8"
)

_MOST_TWEETS = 10**7  # of one person that are believed
_ROWS = 1000  # The server sends no more at a time.
_SECONDS = 10.0  # without a sign of life; the server itself gives up a query after 3
_LARGEST_ANSWER = 32_000_000  # bytes, many times what so many tweets take
_ACCOUNT_COLUMNS = "account_id,username,account_display_name,num_tweets"
_TWEET_COLUMNS = (
    "tweet_id,created_at,full_text,reply_to_tweet_id,reply_to_user_id,reply_to_username,archive_upload_id"
)


class CommunityArchive:
    """A ``Service``. Use it as a context.

    Args:
        address: where the tables are.
        key: what lets anybody read them.
    """

    key = "community"
    name = NAME

    def __init__(self, address: str = ADDRESS, key: str = COMMUNITY_KEY) -> None:
        self._address = address
        self._client = httpx2.Client(
            headers={
                "apikey": key,
                "Authorization": f"Bearer {key}",
                "User-Agent": f"huggingtweets/{__version__}",
            },
            timeout=_SECONDS,
        )

    def __enter__(self) -> "CommunityArchive":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def find(self, handle: str) -> Account:
        """Look a person up.

        Raises:
            UserError: NOT_IN_COMMUNITY, COMMUNITY_REFUSED.
            Unavailable, RateLimited: worth another try.
        """
        # In a pattern, these stand for any letter and for any letters.
        pattern = handle.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%")
        accounts = self._rows("all_account", username=f"ilike.{pattern}", select=_ACCOUNT_COLUMNS)
        for row in accounts:
            name, identifier = text_of(row.get("username")), id_of(row.get("account_id"))
            if identifier is None or name is None or name.casefold() != handle.casefold():
                continue
            archived = self._archived(str(identifier))
            if archived is not None:
                display = name_of(row.get("account_display_name"), name)
                return Account(str(identifier), name, display, _count(row.get("num_tweets")), archived)
        raise UserError(ErrorCode.NOT_IN_COMMUNITY, handle=handle)

    def page(self, account: Account, position: Position) -> Page:
        """Read up to a thousand tweets, in the order of their ids as text.

        Raises:
            UserError: COMMUNITY_REFUSED.
            Unavailable, RateLimited: worth another try.
        """
        after = position.get("after", "0")
        rows = self._rows(
            "tweets",
            account_id=f"eq.{account.id}",
            archive_upload_id="not.is.null",
            tweet_id=f"gt.{after}",
            order="tweet_id.asc",
            limit=str(_ROWS),
            select=_TWEET_COLUMNS,
        )
        if not rows:
            # Not where one has fewer than were asked for: the server may send fewer at a time.
            return Page([], 0, {}, last=True)
        last = rows[-1].get("tweet_id")
        if not isinstance(last, str) or last <= after:
            raise _garbled("the rows do not go on")
        owned = [row for row in rows if row.get("archive_upload_id") is not None]
        tweets = [tweet for row in owned if (tweet := _tweet(row)) is not None]
        return Page(tweets, len(owned) - len(tweets), {"after": last}, last=False)

    def _archived(self, account_id: str) -> datetime | None:
        """Return when the account's owner last made the archive that is here, or None without one."""
        uploads = self._rows(
            "archive_upload",
            account_id=f"eq.{account_id}",
            select="archive_at",
            order="archive_at.desc",
            limit="1",
        )
        return iso_moment_of(uploads[0].get("archive_at")) if uploads else None

    def _rows(self, table: str, **query: str) -> list[dict[str, Any]]:
        rows = self._answer(table, query)
        if not isinstance(rows, list):
            raise _garbled(f"{type(rows).__name__} where rows were asked for")
        return [dict_of(row) for row in rows]

    def _answer(self, table: str, query: dict[str, str]) -> object:
        try:
            with self._client.stream("GET", f"{self._address}/{table}", params=query) as response:
                _check(response)
                body = read_whole(response.iter_bytes(), _LARGEST_ANSWER)
            return msgspec.json.decode(body)
        except httpx2.TimeoutException as error:
            raise _unavailable(ErrorCode.SERVICE_SILENT, error) from error
        except (httpx2.DecodingError, msgspec.DecodeError, ValueError, RecursionError) as error:
            raise _garbled(in_short(error)) from error
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise _unavailable(ErrorCode.SERVICE_UNREACHABLE, error) from error


def _check(response: httpx2.Response) -> None:
    """Raise what an answer's status means, unless it is a good one."""
    status = response.status_code
    details = f"{response.request.url.path}: {status} {response.reason_phrase}"
    if status in (401, 403):
        raise UserError(ErrorCode.COMMUNITY_REFUSED, details=details)
    if status == 429:
        raise RateLimited(None, UserError(ErrorCode.SERVICE_BUSY, details=details, service=NAME))
    if status >= 500:
        raise Unavailable(UserError(ErrorCode.SERVICE_FAILING, details=details, service=NAME, status=status))
    if status not in (200, 206):
        raise _garbled(details)


def _count(value: object) -> int:
    return min(max(value, 0), _MOST_TWEETS) if type(value) is int else 0


def _tweet(row: dict[str, Any]) -> Tweet | None:
    identifier = id_of(row.get("tweet_id"))
    created_at = iso_moment_of(row.get("created_at"))
    text = text_of(row.get("full_text"))
    if identifier is None or created_at is None or text is None:
        return None
    return Tweet(
        id=identifier,
        created_at=created_at,
        text=text,
        reply_to_id=id_of(row.get("reply_to_tweet_id")),
        is_reply=any(row.get(f"reply_to_{what}") for what in ("tweet_id", "user_id", "username")),
    )


def _unavailable(code: ErrorCode, error: Exception) -> Unavailable:
    return Unavailable(UserError(code, details=repr(error), service=NAME))


def _garbled(details: str) -> Unavailable:
    return Unavailable(UserError(ErrorCode.SERVICE_GARBLED, details=details, service=NAME))

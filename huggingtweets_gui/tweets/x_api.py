"""X's own API, asked through tweepy with the user's bearer token. X charges for every post read.

Importing this module takes a while: import it where X is asked, not at the start.
"""

import logging
from typing import Any

import tweepy
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import RequestException

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.tweets.model import Tweet
from huggingtweets_gui.tweets.service import Account, Page, Position
from huggingtweets_gui.tweets.values import dict_of, id_of, name_of, text_of
from huggingtweets_gui.tweets.x_access import MOST_POSTS
from huggingtweets_gui.tweets.x_errors import NAME, explain, garbled, no_user
from huggingtweets_gui.tweets.x_posts import parse_post

_POSTS_A_PAGE = 100
_SECONDS = 20.0  # without a sign of life
_USER_FIELDS = ["protected", "public_metrics"]
_TWEET_FIELDS = ["created_at", "in_reply_to_user_id", "lang", "note_tweet", "referenced_tweets"]

# At its DEBUG level, tweepy logs the headers of every request, and the token is one of them.
logging.getLogger("tweepy").setLevel(logging.WARNING)


class TimedAdapter(HTTPAdapter):
    """Sends the requests, and gives up where no answer comes; tweepy itself would wait for ever."""

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """Send one request."""
        return super().send(request, *args, **{**kwargs, "timeout": _SECONDS})


class XApi:
    """A ``Service``. Use it as a context.

    Args:
        token: a bearer token from ``x_access.parse_token``.
        adapter: what takes the requests to X.
    """

    key = "x"
    name = NAME

    def __init__(self, token: str, adapter: HTTPAdapter | None = None) -> None:
        self._client = tweepy.Client(bearer_token=token, return_type=dict)
        self._client.session.mount("https://", adapter or TimedAdapter())

    def __enter__(self) -> "XApi":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.session.close()

    def find(self, handle: str) -> Account:
        """Look a person up; X charges for it.

        Raises:
            UserError: X_TOKEN_REFUSED, X_NO_CREDITS, X_CAP_REACHED, X_FORBIDDEN, X_USER_UNKNOWN,
                X_USER_SUSPENDED, X_USER_PROTECTED, SERVICE_FAILING.
            Unavailable, RateLimited: worth another try.
        """
        answer = self._ask(handle, "get_user", username=handle, user_fields=_USER_FIELDS)
        user = dict_of(answer.get("data"))
        if not user and "errors" in answer:
            raise no_user(answer, handle)
        identifier, name = id_of(user.get("id")), text_of(user.get("username"))
        if identifier is None or name is None or name.casefold() != handle.casefold():
            raise garbled(f"no user: {sorted(answer)} {sorted(user)}")
        if user.get("protected") is True:
            raise UserError(ErrorCode.X_USER_PROTECTED, handle=name)
        posts = dict_of(user.get("public_metrics")).get("tweet_count")
        return Account(
            id=str(identifier),
            handle=name,
            name=name_of(user.get("name"), name),
            tweets=min(MOST_POSTS, posts) if type(posts) is int and posts >= 0 else MOST_POSTS,
        )

    def page(self, account: Account, position: Position) -> Page:
        """Read up to a hundred posts, from the newest to the oldest, retweets left out.

        A position holds X's token of the next page; the oldest and the newest id so far; how many
        were read; and ``since``, up to which id an earlier visit has read already.

        Raises:
            UserError: as ``find``.
            Unavailable, RateLimited: worth another try.
        """
        since = position.get("since")
        try:
            answer = self._read(account, since_id=since, pagination_token=position.get("token"))
        except _TokenExpired:
            answer = self._read(account, since_id=since, until_id=position.get("oldest"))
        records = answer.get("data", [])
        meta = dict_of(answer.get("meta"))
        if not records and not meta and "errors" in answer:
            raise no_user(answer, account.handle)
        if not isinstance(records, list) or not meta:
            raise garbled(f"no posts: {sorted(answer)}")
        tweets = [tweet for record in records if (tweet := parse_post(dict_of(record))) is not None]
        return Page(tweets, len(records) - len(tweets), *_next(position, meta, tweets, len(records)))

    def _read(self, account: Account, **place: str | None) -> dict[str, Any]:
        return self._ask(
            account.handle,
            "get_users_tweets",
            account.id,
            max_results=_POSTS_A_PAGE,
            exclude=["retweets"],
            tweet_fields=_TWEET_FIELDS,
            **place,
        )

    def _ask(self, handle: str, method: str, *args: object, **kwargs: object) -> dict[str, Any]:
        try:
            answer = getattr(self._client, method)(*args, **kwargs)
        except tweepy.BadRequest as error:
            if kwargs.get("pagination_token"):
                raise _TokenExpired from error
            raise explain(error, handle) from error
        except (tweepy.TweepyException, RequestException) as error:
            raise explain(error, handle) from error
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
            # tweepy takes for granted that every answer has the form that X documents.
            raise garbled(type(error).__name__) from error
        if not isinstance(answer, dict):
            raise garbled(f"{type(answer).__name__} where an object was asked for")
        return answer


class _TokenExpired(Exception):
    """X does not know the token of the next page, or knows it no more."""


def _next(
    position: Position, meta: dict[str, object], tweets: list[Tweet], count: int
) -> tuple[Position, bool]:
    """Return the position after a page, and whether that was the last one."""
    ids = [tweet.id for tweet in tweets]
    read = int(position.get("read", "0")) + count
    after = dict(position)
    if ids:
        after |= {"oldest": str(min(ids)), "newest": position.get("newest", str(max(ids)))}
    token = text_of(meta.get("next_token"))
    stuck = token == position.get("token") and not ids
    if token is None or stuck or read >= MOST_POSTS:
        newest = after.get("newest", position.get("since"))
        return ({"since": newest} if newest else {}), True
    return after | {"token": token, "read": str(read)}, False

"""Tweets as the API of Twitter and X gives them, a JSON object a line: files of twarc and tools like it.

A line is a page of the second version of the API (``data``, ``includes``, ``meta``), one tweet of it,
or one tweet of the first version.
"""

from functools import partial

from huggingtweets_gui.tweets.container import Container
from huggingtweets_gui.tweets.formats.files import lone_file
from huggingtweets_gui.tweets.formats.json_records import first_record
from huggingtweets_gui.tweets.formats.people import Person, Post, person, read_posts
from huggingtweets_gui.tweets.posts import Answers, Reader
from huggingtweets_gui.tweets.twitter import TweetRecord, parse_tweet
from huggingtweets_gui.tweets.values import dict_of, text_of
from huggingtweets_gui.tweets.x_posts import parse_post

_FIRST_VERSION = {"full_text", "id_str", "extended_tweet"}
_SECOND_VERSION = {"author_id", "author", "edit_history_tweet_ids", "public_metrics", "conversation_id"}


def recognise(container: Container, answers: Answers) -> Reader | None:
    """Return how a file of tweets from the API is read, or None where it is of another form."""
    name = lone_file(container)
    record = first_record(container.chunks(name)) if name else None
    return (
        partial(read_posts, _parse, name, answers.handle) if name and record and _is_known(record) else None
    )


def _is_known(record: dict[str, object]) -> bool:
    is_page = isinstance(record.get("data"), list) and ("meta" in record or "includes" in record)
    is_tweet = bool(record.keys() & {"id", "id_str"}) and bool(record.keys() & {"text", "full_text"})
    return is_page or (is_tweet and bool(record.keys() & (_FIRST_VERSION | _SECOND_VERSION)))


def _parse(record: dict[str, object]) -> list[Post | None]:
    if "data" in record or "meta" in record:
        return _page(record)
    if record.keys() & _FIRST_VERSION:
        return [_first_version(record)]
    if "errors" in record:  # A line that only tells what the API did not give.
        return []
    return [_second_version(record, {})]


def _page(page: dict[str, object]) -> list[Post | None]:
    users = dict_of(page.get("includes")).get("users")
    people = {
        known.key: known
        for user in map(dict_of, users if isinstance(users, list) else ())
        if (known := _person(user))
    }
    data = page.get("data", [])
    return [
        _second_version(dict_of(record), people) for record in (data if isinstance(data, list) else [data])
    ]


def _second_version(record: dict[str, object], people: dict[str, Person]) -> Post | None:
    tweet = parse_post(record)
    if tweet is None:
        return None
    key = text_of(record.get("author_id")) or ""
    return Post(tweet, _person(dict_of(record.get("author"))) or people.get(key) or person(None, None, key))


def _first_version(record: dict[str, object]) -> Post | None:
    extended = text_of(dict_of(record.get("extended_tweet")).get("full_text"))
    tweet = parse_tweet(TweetRecord.of(record | {"full_text": extended} if extended else record))
    if tweet is None:
        return None
    user = dict_of(record.get("user"))
    return Post(tweet, person(user.get("screen_name"), user.get("name"), user.get("id_str")))


def _person(user: dict[str, object]) -> Person | None:
    return person(user.get("username"), user.get("name"), user.get("id"))

"""Tweets as snscrape and its followers write them, a JSON object a line."""

from functools import partial

from huggingtweets_gui.tweets.container import Container
from huggingtweets_gui.tweets.formats.files import lone_file
from huggingtweets_gui.tweets.formats.json_records import first_record
from huggingtweets_gui.tweets.formats.people import Post, person, read_posts
from huggingtweets_gui.tweets.model import Tweet
from huggingtweets_gui.tweets.moments import moment
from huggingtweets_gui.tweets.posts import Answers, Reader
from huggingtweets_gui.tweets.values import dict_of, id_of, text_of


def recognise(container: Container, answers: Answers) -> Reader | None:
    """Return how a file of snscrape is read, or None where it is of another form."""
    name = lone_file(container)
    record = first_record(container.chunks(name)) if name else None
    return (
        partial(read_posts, _parse, name, answers.handle) if name and record and _is_known(record) else None
    )


def _is_known(record: dict[str, object]) -> bool:
    kind = text_of(record.get("_type")) or "twitter"  # snscrape reads other networks too.
    has_text = bool(record.keys() & {"rawContent", "content"})
    return "twitter" in kind and has_text and {"id", "date", "user"} <= record.keys()


def _parse(record: dict[str, object]) -> list[Post | None]:
    identifier = id_of(record.get("id"))
    created_at = moment(record.get("date"))
    text = text_of(record.get("rawContent", record.get("content")))
    if identifier is None or created_at is None or text is None:
        return [None]
    answered = id_of(record.get("inReplyToTweetId"))
    tweet = Tweet(
        id=identifier,
        created_at=created_at,
        text=text,
        is_retweet=bool(record.get("retweetedTweet")),
        reply_to_id=answered,
        is_reply=bool(answered or record.get("inReplyToUser")),
        language=text_of(record.get("lang")) or None,
        application=text_of(record.get("sourceLabel")) or None,
    )
    user = dict_of(record.get("user"))
    return [Post(tweet, person(user.get("username"), user.get("displayname")))]

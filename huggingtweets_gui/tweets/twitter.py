"""A tweet's record, as archives of every era write it, into a ``Tweet``."""

import re
from functools import lru_cache

import msgspec

from huggingtweets_gui.tweets.model import Tweet
from huggingtweets_gui.tweets.values import dict_of, id_of, moment_of, text_of, unescaped

_ANCHOR = re.compile(r"<a\b[^>]*>(?P<visible>[^<]*)</a>")


class TweetRecord(msgspec.Struct, gc=False):
    """The fields that are read of a tweet's record; a file may hold anything in each of them.

    msgspec passes over all others, such as those of photos, without making anything of them.
    """

    tweet: "TweetRecord | None" = None  # since 2020 the record itself, around which this one is wrapped
    id_str: object = None
    id: object = None  # rounded in some archives, and only the last resort
    created_at: object = None
    full_text: object = None
    text: object = None
    retweeted_status: object = None
    in_reply_to_status_id_str: object = None
    in_reply_to_status_id: object = None
    in_reply_to_user_id_str: object = None
    in_reply_to_user_id: object = None
    in_reply_to_screen_name: object = None
    lang: object = None
    source: object = None
    edit_info: object = None

    @classmethod
    def of(cls, fields: dict[str, object]) -> "TweetRecord":
        """Return the record that a parsed object of JSON is."""
        return msgspec.convert(fields | {"tweet": None}, cls)


def unwrapped(record: object) -> dict[str, object]:
    """Return what is in ``{"tweet": {…}}``, ``{"account": {…}}`` and the like, or the record itself.

    What is no record at all gives an empty one.
    """
    if not isinstance(record, dict):
        return {}
    if len(record) == 1:
        (inner,) = record.values()
        return dict_of(inner) or record
    return record


def tweet_id(record: TweetRecord) -> int | None:
    """Return the id of a tweet's unwrapped record."""
    return id_of(record.id_str) or id_of(record.id)


def parse_tweet(record: TweetRecord) -> Tweet | None:
    """Return the tweet in an unwrapped record, or None where its id, time or text is missing or damaged."""
    identifier = tweet_id(record)
    created_at = moment_of(record.created_at)
    text = text_of(record.text if record.full_text is None else record.full_text)
    if identifier is None or created_at is None or text is None:
        return None
    return Tweet(
        id=identifier,
        created_at=created_at,
        text=text,
        is_retweet=bool(record.retweeted_status),
        reply_to_id=id_of(record.in_reply_to_status_id_str) or id_of(record.in_reply_to_status_id),
        is_reply=bool(
            record.in_reply_to_user_id_str
            or record.in_reply_to_status_id_str
            or record.in_reply_to_screen_name
            or record.in_reply_to_user_id
            or record.in_reply_to_status_id
        ),
        language=text_of(record.lang) or None,
        application=_application(text_of(record.source) or ""),
    )


def edit_versions(record: TweetRecord) -> set[int]:
    """Return the ids of all versions of an edited tweet that one version's record names, with its own.

    The set is empty for a tweet that was never edited.
    """
    info = dict_of(record.edit_info)
    edit = dict_of(info.get("edit"))
    control = dict_of(edit.get("editControlInitial") if edit else info.get("initial"))
    named = control.get("editTweetIds")
    if not isinstance(named, list):
        named = []
    if not edit and len(named) < 2:
        return set()
    versions = map(id_of, [*named, edit.get("initialTweetId"), record.id_str])
    return {version for version in versions if version}


@lru_cache(maxsize=1000)
def _application(source: str) -> str | None:
    """Return the visible name in the link that ``source`` mostly is."""
    anchor = _ANCHOR.search(source)
    return unescaped(anchor["visible"] if anchor else source).strip() or None

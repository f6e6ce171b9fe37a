"""A tweet's record, as archives of every era write it, into a ``Tweet``."""

import re
from functools import lru_cache

from huggingtweets_gui.tweets.model import Tweet
from huggingtweets_gui.tweets.values import dict_of, id_of, moment_of, text_of, unescaped

_ANCHOR = re.compile(r"<a\b[^>]*>(?P<visible>[^<]*)</a>")
_REPLY_KEYS = (
    "in_reply_to_user_id_str",
    "in_reply_to_status_id_str",
    "in_reply_to_screen_name",
    "in_reply_to_user_id",
    "in_reply_to_status_id",
)


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


def tweet_id(record: dict[str, object]) -> int | None:
    """Return the id of a tweet's record; ``id`` is rounded in some archives, and only the last resort."""
    return id_of(record.get("id_str")) or id_of(record.get("id"))


def parse_tweet(record: dict[str, object]) -> Tweet | None:
    """Return the tweet in an unwrapped record, or None where its id, time or text is missing or damaged."""
    identifier = tweet_id(record)
    created_at = moment_of(record.get("created_at"))
    text = text_of(record.get("full_text", record.get("text")))
    if identifier is None or created_at is None or text is None:
        return None
    return Tweet(
        id=identifier,
        created_at=created_at,
        text=text,
        is_retweet=bool(record.get("retweeted_status")),
        reply_to_id=id_of(record.get("in_reply_to_status_id_str"))
        or id_of(record.get("in_reply_to_status_id")),
        is_reply=any(map(record.get, _REPLY_KEYS)),
        language=text_of(record.get("lang")) or None,
        application=_application(text_of(record.get("source")) or ""),
    )


def edit_versions(record: dict[str, object]) -> set[int]:
    """Return the ids of all versions of an edited tweet that one version's record names, with its own.

    The set is empty for a tweet that was never edited.
    """
    info = dict_of(record.get("edit_info"))
    edit = dict_of(info.get("edit"))
    control = dict_of(edit.get("editControlInitial") if edit else info.get("initial"))
    named = control.get("editTweetIds")
    if not isinstance(named, list):
        named = []
    if not edit and len(named) < 2:
        return set()
    versions = map(id_of, [*named, edit.get("initialTweetId"), record.get("id_str")])
    return {version for version in versions if version}


@lru_cache(maxsize=1000)
def _application(source: str) -> str | None:
    """Return the visible name in the link that ``source`` mostly is."""
    anchor = _ANCHOR.search(source)
    return unescaped(anchor["visible"] if anchor else source).strip() or None

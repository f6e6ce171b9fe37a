"""The records of an archive, in the form that Twitter gave them from the autumn of 2022 on.

Numbers and indices are strings, and indices count code points of the escaped text.
"""

import hashlib
import html
import re
from datetime import datetime, timedelta
from typing import Any

from post import OTHERS, Post, moment_of

Record = dict[str, Any]

_LONGEST = 280
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ADDRESS = re.compile(r"https://\S+")
_SHORT_ADDRESS = re.compile(r"https://t\.co/\w+")
_MENTION = re.compile(r"@(\w+)")
_HASHTAG = re.compile(r"#([^\W\d]\w*)")
_APPLICATION = '<a href="https://lighthouse.example/lamp-room" rel="nofollow">Lamp Room Console</a>'


def tweet_record(post: Post) -> Record:
    """Return the record of ``post``; a long post is cut off there, and ``note_record`` has the whole."""
    addresses = {_short_address(post.id, whole): whole for whole in _ADDRESS.findall(post.text)}
    text = post.text
    for short, whole in addresses.items():
        text = text.replace(whole, short, 1)
    text = html.escape(_cut_off(text), quote=False)
    is_retweet = text.startswith("RT @")
    record: Record = {
        "edit_info": _edit_info(post),
        "retweeted": False,
        "source": _APPLICATION,
        "entities": {
            "user_mentions": [
                {"name": person.name, "screen_name": person.handle, "indices": _indices(mention)}
                | _both_ids("id", person.id)
                for mention in _MENTION.finditer(text)
                if (person := OTHERS.get(mention[1]))
            ],
            "urls": [
                {
                    "url": short[0],
                    "expanded_url": addresses[short[0]],
                    "display_url": _display(addresses[short[0]]),
                    "indices": _indices(short),
                }
                for short in _SHORT_ADDRESS.finditer(text)
            ],
            "symbols": [],
            "hashtags": [
                {"text": hashtag[1], "indices": _indices(hashtag)} for hashtag in _HASHTAG.finditer(text)
            ],
        },
        "display_text_range": ["0", str(len(text))],
        "favorite_count": "0" if is_retweet else str(post.id % 47),
        "truncated": False,
        "retweet_count": "0" if is_retweet else str(post.id % 7),
        "possibly_sensitive": False,
        "created_at": _classic_time(moment_of(post.id)),
        "favorited": False,
        "full_text": text,
        "lang": _language(text),
    }
    return record | _both_ids("id", post.id) | _reply(post)


def is_long(post: Post) -> bool:
    """Whether ``post`` needs a note beside its tweet."""
    return len(post.text) > _LONGEST


def note_record(post: Post) -> Record:
    """Return the note with the whole text of the long ``post``.

    A note has an id of its own, made some milliseconds before the tweet's; nothing else joins them.
    """
    moment = moment_of(post.id)
    note_id = post.id - ((13 + post.id % 29) << 22)
    return {
        "noteTweetId": str(note_id),
        "updatedAt": iso_time(moment),
        "lifecycle": {"value": "Client", "name": "Client", "originalName": "Client", "annotations": {}},
        "createdAt": iso_time(moment),
        "core": {
            "styletags": [],
            "urls": [],
            "text": post.text,
            "mentions": [],
            "cashtags": [],
            "hashtags": [],
        },
    }


def _both_ids(key: str, identifier: int) -> Record:
    return {key: str(identifier), f"{key}_str": str(identifier)}


def _reply(post: Post) -> Record:
    if not post.replies_to:
        return {}
    answered, person = post.replies_to
    return (
        _both_ids("in_reply_to_status_id", answered)
        | _both_ids("in_reply_to_user_id", person.id)
        | {"in_reply_to_screen_name": person.handle}
    )


def _edit_info(post: Post) -> Record:
    versions = post.versions or (post.id,)
    control = {
        "editTweetIds": [str(version) for version in versions],
        "editableUntil": iso_time(moment_of(versions[0]) + timedelta(hours=1)),
        "editsRemaining": str(6 - len(versions)),
        "isEditEligible": post.replies_to is None,
    }
    if post.id == versions[0]:
        return {"initial": control}
    return {"edit": {"initialTweetId": str(versions[0]), "editControlInitial": control}}


def _cut_off(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return text[: _LONGEST - 4].rsplit(" ", 1)[0] + "…"


def _language(text: str) -> str:
    words = text.split()
    if all(word.startswith("#") for word in words):
        return "qht"
    if not any(character.isalpha() for character in text):
        return "art"
    return "en" if len(words) > 2 else "qst"


def _short_address(identifier: int, address: str) -> str:
    return "https://t.co/" + hashlib.sha256(f"{identifier} {address}".encode()).hexdigest()[:10]


def _display(address: str) -> str:
    shown = address.removeprefix("https://").removeprefix("www.")
    return shown if len(shown) <= 27 else shown[:26] + "…"


def _indices(found: re.Match[str]) -> list[str]:
    return [str(found.start()), str(found.end())]


def _classic_time(moment: datetime) -> str:
    # strftime would take the names of days and months from the system's language.
    day = f"{_WEEKDAYS[moment.weekday()]} {_MONTHS[moment.month - 1]} {moment:%d}"
    return f"{day} {moment:%H:%M:%S} +0000 {moment.year}"


def iso_time(moment: datetime) -> str:
    """Return ``moment`` (UTC) as the newer parts of an archive write it."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"

"""The posts of Threads in an export of Meta, or else the captions of Instagram; in JSON, not HTML."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial

from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.tweets.container import Container
from huggingtweets_gui.tweets.formats.files import first_chunk, lone_file, reported
from huggingtweets_gui.tweets.formats.json_records import WHOLE_FILE, parse_record, read_list
from huggingtweets_gui.tweets.model import THREADS_HOST, UNDATED, Author, Tweet, parse_handle
from huggingtweets_gui.tweets.moments import derived_id, moment
from huggingtweets_gui.tweets.posts import Batch, Posts, Reader
from huggingtweets_gui.tweets.values import dict_of, escaped, name_of, text_of

_KEYS = {"text_post_app_text_posts", WHOLE_FILE}
# The names in the exports of all years; of several kinds the first is read.
_NAMES = (re.compile(r"threads_and_replies(_\d+)?\.json"), re.compile(r"posts_\d+\.json"))
_PERSON = "personal_information.json"


def recognise(container: Container) -> Reader | None:
    """Return how the posts of an export are read, or None where the files are of another form."""
    alone = lone_file(container)
    for names in [[alone]] if alone else (_named(container, pattern) for pattern in _NAMES):
        if names and _is_list_of_posts(first_chunk(container, names[0])):
            return partial(_posts, names)
    return None


def _named(container: Container, pattern: re.Pattern[str]) -> list[str]:
    return sorted(name for name in container.names if pattern.fullmatch(posixpath.basename(name)))


def _is_list_of_posts(beginning: bytes) -> bool:
    for batch in read_list([beginning], _KEYS):
        for record in batch.records:
            return bool(_media(dict_of(record))) or "creation_timestamp" in dict_of(record)
    return False


def _posts(names: Sequence[str], container: Container, report: Progress) -> Posts:
    return Posts(_author(container), _batches(reported(container, names, report)))


def _batches(chunks: Iterator[bytes]) -> Iterator[Batch]:
    for batch in read_list(chunks, _KEYS):
        tweets = [tweet for record in batch.records if (tweet := _parse(dict_of(record)))]
        yield Batch(tweets, batch.lost + len(batch.records) - len(tweets))


def _parse(record: dict[str, object]) -> Tweet | None:
    """Return a post; its text and time stand at itself or at its pictures."""
    places = [record, *_media(record)]
    moments = (moment(place.get("creation_timestamp")) for place in places)
    created_at = next(filter(None, moments), None)
    if created_at is None or created_at == UNDATED:
        return None
    titles = (repaired(text_of(place.get("title")) or "") for place in places)
    text = next(filter(None, titles), "")
    return Tweet(id=derived_id(created_at, text), created_at=created_at, text=escaped(text))


def _media(record: dict[str, object]) -> list[dict[str, object]]:
    media = record.get("media")
    return [dict_of(one) for one in media if dict_of(one)] if isinstance(media, list) else []


def repaired(text: str) -> str:
    """Undo what Meta's exports do to letters: each byte of UTF-8 is written as a letter of its own.

    A text that is right already is none such sequence of bytes, and stays as it is.
    """
    with suppress(UnicodeError):
        return text.encode("latin-1").decode("utf-8")
    return text


def _author(container: Container) -> Author | None:
    """Return whose export it is; of the file that says so nothing but the two names is taken."""
    for name in _named(container, re.compile(re.escape(_PERSON))):
        users = (parse_record(first_chunk(container, name)) or {}).get("profile_user")
        for user in users if isinstance(users, list) else ():
            facts = dict_of(dict_of(user).get("string_map_data"))
            handle = _value(facts, "Username")
            with suppress(UserError):
                handle = parse_handle(f"{handle}@{THREADS_HOST}")
                return Author(handle, name_of(_value(facts, "Name"), handle))
    return None


def _value(facts: dict[str, object], key: str) -> str:
    return repaired(text_of(dict_of(facts.get(key)).get("value")) or "")

"""The posts in an export of Mastodon, or of a server like it: outbox.json, alone or beside actor.json.

Only what everybody may read is read, unlisted posts too: Mastodon keeps those out of its lists, but shows
them to whoever comes to the author's page, without a login. In an outbox they have the public in "cc", not
in "to". What went to followers or to single people stays closed.
"""

import posixpath
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.tweets.author import read_picture
from huggingtweets_gui.tweets.container import Container
from huggingtweets_gui.tweets.formats.files import first_chunk, lone_file, reported
from huggingtweets_gui.tweets.formats.json_records import parse_record, read_list
from huggingtweets_gui.tweets.formats.markup import plain_text
from huggingtweets_gui.tweets.model import Author, Tweet, parse_handle
from huggingtweets_gui.tweets.moments import derived_id, moment
from huggingtweets_gui.tweets.posts import Batch, Posts, Reader
from huggingtweets_gui.tweets.values import dict_of, escaped, id_of, name_of, text_of

_PUBLIC = {"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"}
_ACTIVITIES = "orderedItems"
_PICTURES = ("avatar.png", "avatar.jpg", "avatar.jpeg")


@dataclass(frozen=True, slots=True)
class _Export:
    """The files of an export that are read; likes, bookmarks and media never are."""

    outbox: str
    actor: str | None
    picture: str | None


def recognise(container: Container) -> Reader | None:
    """Return how the posts of an outbox are read, or None where the files are of another form."""
    outbox = lone_file(container) or min(
        (name for name in container.names if posixpath.basename(name) == "outbox.json"),
        key=lambda name: (name.count("/"), name),
        default=None,
    )
    if outbox is None or not _is_outbox(first_chunk(container, outbox)):
        return None
    beside = {name for name in container.names if posixpath.dirname(name) == posixpath.dirname(outbox)}
    found = {posixpath.basename(name): name for name in beside}
    picture = next((found[name] for name in _PICTURES if name in found), None)
    return partial(_posts, _Export(outbox, found.get("actor.json"), picture))


def _is_outbox(beginning: bytes) -> bool:
    for batch in read_list([beginning], {_ACTIVITIES}):
        for record in batch.records:
            return "actor" in dict_of(record) and "object" in dict_of(record)
    return False


def _posts(export: _Export, container: Container, report: Progress) -> Posts:
    return Posts(_author(export, container), _batches(reported(container, [export.outbox], report)))


def _batches(chunks: Iterator[bytes]) -> Iterator[Batch]:
    for batch in read_list(chunks, {_ACTIVITIES}):
        notes = [note for record in batch.records if (note := _public_note(dict_of(record)))]
        tweets = [tweet for note in notes if (tweet := _parse(note))]
        yield Batch(tweets, batch.lost + len(notes) - len(tweets))


def _public_note(activity: dict[str, object]) -> dict[str, object] | None:
    """Return what an activity sent to everybody; a boost, whose object is only an address, sent nothing."""
    note = dict_of(activity.get("object"))
    if activity.get("type") != "Create" or not note:
        return None
    # Both may name whom it is for; where they differ the narrower one holds.
    named = [_recipients(sent) for sent in (activity, note) if sent.keys() & {"to", "cc"}]
    return note if named and all(recipients & _PUBLIC for recipients in named) else None


def _recipients(sent: dict[str, object]) -> set[str]:
    values = [value for key in ("to", "cc") for value in _listed(sent.get(key))]
    return {value for value in values if isinstance(value, str)}


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _parse(note: dict[str, object]) -> Tweet | None:
    created_at = moment(note.get("published"))
    content = text_of(note.get("content"))
    if created_at is None or content is None:
        return None
    text = text_of(plain_text(content)) or ""
    address = text_of(note.get("id")) or ""
    answered = text_of(note.get("inReplyTo")) or ""
    is_own = _folder(answered) == _folder(address)
    language = next(iter(dict_of(note.get("contentMap"))), None)
    return Tweet(
        id=_number(address) or derived_id(created_at, text),
        created_at=created_at,
        text=escaped(text),
        reply_to_id=_number(answered) if is_own else None,
        is_reply=bool(answered),
        language=text_of(language),
    )


def _number(address: str) -> int | None:
    """Return the number that the address of a post ends with, which Mastodon counts up with the time."""
    return id_of(address.rpartition("/")[2])


def _folder(address: str) -> str:
    return address.rpartition("/")[0]


def _author(export: _Export, container: Container) -> Author | None:
    picture = read_picture(container, export.picture) if export.picture else None
    if export.actor:
        actor = parse_record(first_chunk(container, export.actor)) or {}
        handle = _handle(text_of(actor.get("id")) or "", text_of(actor.get("preferredUsername")))
        if handle:
            return Author(handle, name_of(actor.get("name"), handle), picture)
    for batch in read_list([first_chunk(container, export.outbox)], {_ACTIVITIES}):
        for record in batch.records:
            handle = _handle(text_of(dict_of(record).get("actor")) or "", None)
            return Author(handle, handle, picture) if handle else None
    return None


def _handle(actor: str, name: str | None) -> str | None:
    """Return the handle of the actor with this address, which is taken apart and never asked."""
    with suppress(UserError, ValueError):
        parts = urlsplit(actor)
        name = name or posixpath.basename(parts.path.rstrip("/")).removeprefix("@")
        if parts.hostname:
            return parse_handle(f"{name}@{parts.hostname}")
    return None

"""The posts of a repository of Bluesky."""

from collections.abc import Iterator
from functools import partial

from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.tweets.container import Container
from huggingtweets_gui.tweets.formats.files import first_chunk, lone_file, reported
from huggingtweets_gui.tweets.formats.repository import Heap, count_of, is_repository
from huggingtweets_gui.tweets.model import Tweet
from huggingtweets_gui.tweets.moments import derived_id, moment
from huggingtweets_gui.tweets.posts import Batch, Posts, Reader
from huggingtweets_gui.tweets.values import dict_of, escaped, text_of

_POST = "app.bsky.feed.post"
_FOLDER = f"{_POST}/"
_TID_LETTERS = {letter: number for number, letter in enumerate("234567abcdefghijklmnopqrstuvwxyz")}
_TID_LENGTH = 13
_AT_ONCE = 100


def recognise(container: Container) -> Reader | None:
    """Return how the posts of a repository are read, or None where the file is of another form."""
    name = lone_file(container)
    return partial(_posts, name) if name and is_repository(first_chunk(container, name)) else None


def _posts(name: str, container: Container, report: Progress) -> Posts:
    # The handle is not in the file, only an id that could be looked up in the network.
    return Posts(None, _batches(reported(container, [name], report)))


def _batches(chunks: Iterator[bytes]) -> Iterator[Batch]:
    heap = Heap(_POST)
    for chunk in chunks:
        heap.add(chunk)
        yield Batch([])
    tweets: list[Tweet] = []
    lost = heap.lost
    owner = text_of(heap.block(heap.root).get("did")) or ""
    for key, link in heap.entries():
        if not key.startswith(_FOLDER):
            continue
        tweet = _parse(heap.block(link), key.removeprefix(_FOLDER), owner)
        if tweet is None:
            lost += 1
        else:
            tweets.append(tweet)
        if len(tweets) == _AT_ONCE:
            yield Batch(tweets)
            tweets = []
    yield Batch(tweets, lost)


def _parse(record: dict[str, object], name: str, owner: str) -> Tweet | None:
    text = text_of(record.get("text"))
    identifier = _id(name)
    created_at = moment(record.get("createdAt")) or (
        moment((identifier >> 10) / 10**6) if identifier else None
    )
    if text is None or created_at is None:
        return None
    parent = text_of(dict_of(dict_of(record.get("reply")).get("parent")).get("uri")) or ""
    own = f"at://{owner}/{_FOLDER}"
    languages = record.get("langs")
    language = languages[0] if isinstance(languages, list) and languages else None
    return Tweet(
        id=identifier or derived_id(created_at, text),
        created_at=created_at,
        text=escaped(_as_elsewhere(text, record.get("facets"))),
        reply_to_id=_id(parent.removeprefix(own)) if parent.startswith(own) else None,
        is_reply=bool(parent),
        language=(text_of(language) or "").partition("-")[0] or None,
        application=text_of(record.get("via")) or None,
    )


def _as_elsewhere(text: str, facets: object) -> str:
    """Return the text with addresses and names written as all other sources write them.

    Bluesky shows addresses shortened, and names with the domain they belong to: neither would be
    known for what it is.
    """
    data = text.encode()
    for facet in reversed(facets if isinstance(facets, list) else []):
        index = dict_of(dict_of(facet).get("index"))
        start, end = count_of(index.get("byteStart")), count_of(index.get("byteEnd"))
        shown = data[start:end].decode("utf-8", "replace")
        features = dict_of(facet).get("features")
        for feature in map(dict_of, features if isinstance(features, list) else ()):
            address = text_of(feature.get("uri")) or ""
            if _is_beginning(shown, address):
                data = data[:start] + address.encode() + data[end:]
                break
            if "did" in feature and shown.startswith("@"):
                data = data[:start] + shown.partition(".")[0].encode() + data[end:]
                break
    return data.decode("utf-8", "replace")


def _is_beginning(shown: str, address: str) -> bool:
    """Tell whether a link shows its own address, without the scheme and perhaps without the end."""
    shown = shown.removesuffix("...").removesuffix("…").removeprefix("www.")
    return bool(shown) and address.partition("://")[2].removeprefix("www.").startswith(shown)


def _id(name: str) -> int | None:
    """Return the number that a record's name is where it was named by its time, as posts are."""
    if len(name) != _TID_LENGTH or not _TID_LETTERS.keys() >= set(name):
        return None
    number = 0
    for letter in name:
        number = number * 32 + _TID_LETTERS[letter]
    return number if 0 < number < 2**63 else None

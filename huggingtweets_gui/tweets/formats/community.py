"""An archive as the Community Archive keeps it: the parts of an official one in a single archive.json."""

from collections.abc import Iterator
from functools import partial

from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.tweets.amendments import Amendments
from huggingtweets_gui.tweets.author import handle_and_name
from huggingtweets_gui.tweets.container import Container
from huggingtweets_gui.tweets.formats.files import first_chunk, lone_file, reported
from huggingtweets_gui.tweets.formats.json_records import read_list
from huggingtweets_gui.tweets.model import Author, Tweet
from huggingtweets_gui.tweets.notes import Note, parse_note
from huggingtweets_gui.tweets.posts import Batch, Posts, Reader
from huggingtweets_gui.tweets.twitter import TweetRecord, parse_tweet, unwrapped
from huggingtweets_gui.tweets.values import dict_of

_TWEETS = {"tweets", "community-tweet"}
_NOTES = {"note-tweet"}
_ACCOUNT = {"account"}
# A file may begin with any of its parts. A record stands under its kind: {"tweet": {…}}.
_PARTS = {"profile", "like", "follower", "following"} | _ACCOUNT | _TWEETS | _NOTES
_KINDS = {"account", "profile", "tweet", "noteTweet", "like", "follower", "following"}


def recognise(container: Container) -> Reader | None:
    """Return how an archive.json is read, or None where the file is of another form."""
    name = lone_file(container)
    return partial(_posts, name) if name and _is_archive(first_chunk(container, name)) else None


def _is_archive(beginning: bytes) -> bool:
    for batch in read_list([beginning], _PARTS):
        for record in batch.records:
            return len(dict_of(record)) == 1 and dict_of(record).keys() <= _KINDS
    return False


def _posts(name: str, container: Container, report: Progress) -> Posts:
    # Twice through the file: a note can be joined only to tweets that come after it.
    notes = reported(container, [name], lambda done, total: report(done, 2 * total))
    tweets = reported(container, [name], lambda done, total: report(total + done, 2 * total))
    return Posts(_author(container, name), _batches(notes, tweets))


def _batches(note_chunks: Iterator[bytes], tweet_chunks: Iterator[bytes]) -> Iterator[Batch]:
    notes: list[Note] = []
    for batch in read_list(note_chunks, _NOTES):
        notes += [note for record in batch.records if (note := parse_note(unwrapped(record)))]
        yield Batch([])
    amendments = Amendments(notes)
    for batch in read_list(tweet_chunks, _TWEETS):
        tweets: list[Tweet] = []
        for record in map(TweetRecord.of, map(unwrapped, batch.records)):
            tweet = parse_tweet(record)
            if tweet is not None:
                tweets.append(tweet)
                amendments.add(tweet, record)
        yield Batch(tweets, batch.lost + len(batch.records) - len(tweets))
    yield Batch(amendments.amended())


def _author(container: Container, name: str) -> Author | None:
    for batch in read_list(container.chunks(name), _ACCOUNT):
        for record in batch.records:
            named = handle_and_name(record)
            return Author(*named) if named else None
    return None

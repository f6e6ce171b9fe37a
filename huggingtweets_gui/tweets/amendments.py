"""What is known of a tweet only once others of its archive have gone by: a later edit, its whole text."""

from collections import defaultdict
from collections.abc import Iterable

from msgspec.structs import replace

from huggingtweets_gui.tweets.model import Tweet
from huggingtweets_gui.tweets.notes import Note, NoteJoin
from huggingtweets_gui.tweets.twitter import TweetRecord, edit_versions


class Amendments:
    """Looks at tweets in any order, and says at the end what is to be changed of them.

    Args:
        notes: the whole texts of long tweets.
    """

    def __init__(self, notes: Iterable[Note]) -> None:
        self._join = NoteJoin(notes)
        self._edited: dict[int, Tweet] = {}
        self._ids_by_first: defaultdict[int, set[int]] = defaultdict(set)

    def add(self, tweet: Tweet, record: TweetRecord) -> None:
        """Look at a tweet and the record that it was read from."""
        self._join.add(tweet)
        versions = edit_versions(record)
        if versions:
            self._edited[tweet.id] = tweet
            self._ids_by_first[min(versions)] |= versions

    def amended(self) -> list[Tweet]:
        """Return the tweets that have a later version or a note, as they truly are."""
        amended = {
            version: replace(self._edited[version], superseded=True)
            for versions in self._ids_by_first.values()
            for version in sorted(versions & self._edited.keys())[:-1]
        }
        for tweet in self._join.joined():
            amended[tweet.id] = replace(tweet, superseded=tweet.id in amended)
        return list(amended.values())

"""Which tweets are looked for: by words, by verdict, and by what is known of a tweet."""

from dataclasses import dataclass
from enum import StrEnum

from huggingtweets_gui.tweets.dataset import Part
from huggingtweets_gui.tweets.rules import Verdict

Standing = Verdict | Part
"""What became of a tweet: in the library the verdict on it, in a bot's dataset the part it belongs to."""


class Kind(StrEnum):
    """What a tweet is beside its words; one may be several of them."""

    REPLY = "reply"
    THREAD = "thread"
    """An answer to the author's own tweet, or a tweet that has one."""
    NOTE = "note"
    """A long tweet, of which ``text`` has the beginning."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a tweet must be to be shown; None, and no words, where anything will do.

    Attributes:
        words: as typed; each must occur, the last one as the beginning of a word.
        verdict: what became of it.
        author: the handle of its author.
        kind: what it is.
        language: a code as ``tweets.languages.language`` returns it.
        year: when it was sent, in UTC.
        application: the name of the program that sent it.
    """

    words: str = ""
    verdict: Standing | None = None
    author: str | None = None
    kind: Kind | None = None
    language: str | None = None
    year: int | None = None
    application: str | None = None

"""Looking at an author's tweets: which are kept under which rules."""

from dataclasses import dataclass

from huggingtweets_gui.library.library import Library
from huggingtweets_gui.tweets.model import Author
from huggingtweets_gui.tweets.rules import Judged, Rules, count, judge


@dataclass(frozen=True, slots=True)
class Choice:
    """An author's tweets, each judged under the same rules."""

    author: Author
    rules: Rules
    judged: list[Judged]

    @property
    def counts(self) -> dict[str, int]:
        """The counts of the model card, in its order; see ``tweets.rules.count``."""
        return count(self.judged)


def choose(library: Library, handle: str, rules: Rules) -> Choice:
    """Judge all tweets of an author in the library, what the user left out included.

    Raises:
        UserError: UNKNOWN_AUTHOR.
    """
    author = library.tweets.author(handle)
    left_out = library.tweets.left_out(author.handle)
    return Choice(author, rules, judge(library.tweets.tweets(author.handle), rules, left_out))

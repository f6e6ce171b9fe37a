"""Leaving tweets out by hand and taking them in again, with undo."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from huggingtweets_gui.library.library import Library
from huggingtweets_gui.tweets.rules import Judged, Verdict
from huggingtweets_gui.workflow.choosing import Choice

_TURNED = {Verdict.KEPT: Verdict.LEFT_OUT, Verdict.LEFT_OUT: Verdict.KEPT}


@dataclass(frozen=True, slots=True)
class Change:
    """Tweets of one author that were left out, or taken in, in one go."""

    author: int
    rows: tuple[int, ...]


class Hand:
    """The tweets of the chosen authors, and what the user does to them by hand.

    Every change is kept in the library at once, and counts for every later bot.

    Args:
        choices: one per author. They are never changed: ``choices`` has new ones after a change.
    """

    def __init__(self, choices: Sequence[Choice]) -> None:
        self.choices = list(choices)
        self._done: list[list[Change]] = []

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._done)

    def turn(self, library: Library, rows: Iterable[tuple[int, int]], verdict: Verdict) -> int:
        """Leave out what is kept, or take in what was left out; other rows stay as they are.

        Args:
            library: keeps the change.
            rows: positions as (author, tweet), both counted from 0.
            verdict: ``LEFT_OUT`` or ``KEPT``: what shall become of the tweets.

        Returns:
            How many tweets changed.
        """
        by_author: dict[int, list[int]] = {}
        for author, row in rows:
            if self.choices[author].judged[row].verdict is _TURNED[verdict]:
                by_author.setdefault(author, []).append(row)
        changes = [Change(author, tuple(own)) for author, own in by_author.items()]
        if changes:
            self._apply(library, changes)
            self._done.append(changes)
        return sum(len(change.rows) for change in changes)

    def undo(self, library: Library) -> None:
        """Take back the last change."""
        self._apply(library, self._done.pop())

    def _apply(self, library: Library, changes: Sequence[Change]) -> None:
        for change in changes:
            choice = self.choices[change.author]
            judged = list(choice.judged)
            ids = []
            for row in change.rows:
                judged[row] = _turned(judged[row])
                ids.append(judged[row].tweet.id)
            left_out = judged[change.rows[0]].verdict is Verdict.LEFT_OUT
            store = library.tweets.leave_out if left_out else library.tweets.take_in
            store(choice.author.handle, ids)
            self.choices[change.author] = replace(choice, judged=judged)


def _turned(one: Judged) -> Judged:
    return replace(one, verdict=_TURNED[one.verdict])

"""Leaving tweets out by hand and taking them in again, with undo."""

from dataclasses import dataclass

from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.tweet_table import Ids, Positions, TweetTable
from huggingtweets_gui.tweets.rules import Verdict

_TURNED = {Verdict.KEPT: Verdict.LEFT_OUT, Verdict.LEFT_OUT: Verdict.KEPT}


@dataclass(frozen=True, slots=True)
class Change:
    """Tweets that got another verdict by hand in one go: their ids by author, and the verdict."""

    ids: dict[str, Ids]
    verdict: Verdict

    @property
    def undone(self) -> "Change":
        """The change that takes this one back."""
        return Change(self.ids, _TURNED[self.verdict])

    def keep(self, library: Library) -> None:
        """Keep it in the library: it counts for every later bot."""
        turn = library.verdicts.leave_out if self.verdict is Verdict.LEFT_OUT else library.verdicts.take_in
        for handle, ids in self.ids.items():
            turn(handle, ids)


class Hand:
    """What the user does by hand to the tweets that are looked through, so far.

    The tables show a change at once; to keep it in the library is up to the caller, since that may
    take a second for a hundred thousand tweets.
    """

    def __init__(self) -> None:
        self._done: list[Change] = []

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._done)

    def turn(self, table: TweetTable, positions: Positions, verdict: Verdict) -> Change | None:
        """Leave out what is kept, or take in what was left out; other tweets stay as they are.

        Args:
            table: shows the change.
            positions: of the tweets.
            verdict: ``LEFT_OUT`` or ``KEPT``: what shall become of them.

        Returns:
            The change to be kept in the library; None where there is none.
        """
        turned = table.having(positions, _TURNED[verdict])
        if not len(turned):
            return None
        table.set_verdict(turned, verdict)
        change = Change(table.ids(turned), verdict)
        self._done.append(change)
        return change

    def undo(self, table: TweetTable) -> Change:
        """Take back the last change, and return what is to be kept in the library."""
        change = self._done.pop().undone
        # Under other rules, some may have a verdict by now that a hand does not change.
        turned = table.having(table.at(change.ids), _TURNED[change.verdict])
        table.set_verdict(turned, change.verdict)
        return change

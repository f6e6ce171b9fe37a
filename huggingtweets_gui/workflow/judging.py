"""Judging the tweets in the library, where the verdicts of other rules stand or none."""

from huggingtweets_gui.foundation.progress import Progress, unreported
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.tweets.rules import Rules, judge

_AT_ONCE = 10_000


def judge_author(library: Library, handle: str, rules: Rules, report: Progress = unreported) -> None:
    """Make the verdicts on an author's tweets in the library those of ``rules``.

    Stopped half-way, it leaves verdicts that count as none.

    Args:
        library: has the tweets, and keeps the verdicts.
        handle: whose tweets.
        rules: what to keep, and how to clean it.
        report: told the number of tweets judged, of all; then, under rules that compare tweets with
            each other, of those compared.

    Raises:
        UserError: UNKNOWN_AUTHOR.
    """
    if library.verdicts.holds(handle, rules) or _judge(library, handle, rules, report):
        return
    # Tweets were imported meanwhile, or judged by other rules. Two who judge the same tweets would disturb
    # each other for ever if neither kept the other out.
    with library.verdicts.undisturbed():
        _judge(library, handle, rules, report)


def _judge(library: Library, handle: str, rules: Rules, report: Progress) -> bool:
    """Judge all tweets of an author; stop and return False where somebody else changed any of them."""
    mark = library.verdicts.begin(handle)
    left_out = library.verdicts.left_out(handle)
    done, total = 0, library.query.count(handle)
    for stored in library.verdicts.batches(handle, -1 if rules.compares else _AT_ONCE):
        # Of tweets that are compared, the first ones count.
        stored.sort(key=lambda one: one.tweet.id)
        within = report if rules.compares else _moved(report, done, total)
        judged = judge([one.tweet for one in stored], rules, left_out, within)
        done += len(stored)
        report(done, total)
        # Most verdicts stay the same when a rule changes, and writing takes longer than judging.
        changed = (
            (before.row, now.verdict, now.text)
            for before, now in zip(stored, judged, strict=True)
            if (before.verdict, before.learned) != (now.verdict, now.text)
        )
        if not library.verdicts.write(handle, mark, changed):
            return False
    return library.verdicts.finish(handle, mark, rules)


def _moved(report: Progress, start: int, whole: int) -> Progress:
    """Return a ``Progress`` for a part of the work that begins at ``start`` of the whole."""

    def report_part(done: int, total: int) -> None:  # noqa: ARG001
        report(start + done, whole)

    return report_part

"""Judging the tweets in the library, where the verdicts of other rules stand or none."""

from collections.abc import Collection, Sequence

from huggingtweets_gui.foundation.progress import Progress, unreported
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.verdict_store import StoredTweet
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
    """
    # Again where tweets were imported meanwhile.
    while not library.verdicts.holds(handle, rules):
        library.verdicts.begin(handle)
        left_out = library.verdicts.left_out(handle)
        if rules.compares:
            for tweets in library.verdicts.batches(handle, -1):
                _judge(library, sorted(tweets, key=lambda one: one.tweet.id), rules, left_out, report)
        else:
            total, done = library.query.count(handle), 0
            for tweets in library.verdicts.batches(handle, _AT_ONCE):
                report(done, total)
                _judge(library, tweets, rules, left_out, unreported)
                done += len(tweets)
        library.verdicts.finish(handle, rules)


def _judge(
    library: Library,
    tweets: Sequence[StoredTweet],
    rules: Rules,
    left_out: Collection[int],
    report: Progress,
) -> None:
    judged = judge([one.tweet for one in tweets], rules, left_out, report)
    # Most verdicts stay the same when a rule changes, and writing takes longer than judging.
    library.verdicts.write(
        (before.row, now.verdict, now.text)
        for before, now in zip(tweets, judged, strict=True)
        if (before.verdict, before.learned) != (now.verdict, now.text)
    )

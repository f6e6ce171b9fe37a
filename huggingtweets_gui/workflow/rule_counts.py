"""How many tweets each rule is about, whether the rule is on or off."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from huggingtweets_gui.tweets.model import Tweet
from huggingtweets_gui.tweets.rules import BETTER, Judged, Verdict, judge

_MARKED: dict[str, Callable[[Tweet], bool]] = {
    "join_notes": lambda tweet: tweet.note_text is not None,
    "only_last_edit": lambda tweet: tweet.superseded,
    "leave_out_circle": lambda tweet: tweet.circle,
    "keep_newlines": lambda tweet: "\n" in tweet.text,
}
# Judged with and without the rule; only those that it could be about, since judging takes its time.
_JUDGED: dict[str, Callable[[Tweet], bool]] = {
    "count_letters": lambda tweet: not tweet.text.isascii(),
    "strip_mentions": lambda tweet: tweet.is_reply,
    "drop_automatic": lambda tweet: tweet.application is not None,
    "drop_duplicates": lambda _: True,
}
_PLAIN = replace(BETTER, **dict.fromkeys(_JUDGED, False))


def rule_counts(tweets: Sequence[Tweet]) -> dict[str, int]:
    """Return for each rule, by its name in ``Rules``, how many of an author's tweets it concerns.

    Looking for near-duplicates takes a few seconds for 50,000 tweets.
    """
    counts = {name: sum(map(concerned, tweets)) for name, concerned in _MARKED.items()}
    for name, could_be in _JUDGED.items():
        candidates = [tweet for tweet in tweets if could_be(tweet)]
        without = judge(candidates, _PLAIN)
        with_rule = judge(candidates, replace(_PLAIN, **{name: True}))
        counts[name] = sum(map(_differs, without, with_rule))
    return counts


def _differs(before: Judged, after: Judged) -> bool:
    changed_text = after.verdict is Verdict.KEPT and before.text != after.text
    return before.verdict is not after.verdict or changed_text

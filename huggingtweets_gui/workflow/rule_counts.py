"""How many tweets each rule is about, whether the rule is on or off."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from huggingtweets_gui.foundation.progress import Progress, unreported
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.tweets import cleaning
from huggingtweets_gui.tweets.applications import is_automatic
from huggingtweets_gui.tweets.masking import mask_contacts, mask_names
from huggingtweets_gui.tweets.model import Tweet
from huggingtweets_gui.tweets.near_duplicates import near_duplicates
from huggingtweets_gui.tweets.rules import BETTER, Judged, Verdict, judge
from huggingtweets_gui.tweets.threads import chains

_AT_ONCE = 2000
# Without the rules that change a text or what is short, since those are looked at here.
_PLAIN = replace(BETTER, count_letters=False, strip_mentions=False)
_JOINING = replace(BETTER, join_threads=True)

_OF_THE_TWEET: dict[str, Callable[[Tweet], bool]] = {
    "join_notes": lambda tweet: tweet.note_text is not None,
    "only_last_edit": lambda tweet: tweet.superseded,
    "leave_out_circle": lambda tweet: tweet.circle,
    "keep_newlines": lambda tweet: "\n" in tweet.text,
}
_OF_WHAT_IS_KEPT: dict[str, Callable[[Judged], bool]] = {
    "strip_mentions": lambda one: (
        one.tweet.is_reply and cleaning.strip_leading_mentions(one.text) != one.text
    ),
    "drop_automatic": lambda one: is_automatic(one.tweet.application),
    "mask_contacts": lambda one: mask_contacts(one.text) != one.text,
    "mask_names": lambda one: mask_names(one.text) != one.text,
}


def rule_counts(library: Library, handle: str, report: Progress = unreported) -> dict[str, int]:
    """Return for each rule that is a switch, by its name in ``Rules``, how many tweets it concerns.

    Args:
        library: has the tweets.
        handle: whose tweets are counted.
        report: told of the tweets as they are judged, then as they are compared with each other.
    """
    counts = Counter(dict.fromkeys((*_OF_THE_TWEET, *_OF_WHAT_IS_KEPT, "count_letters"), 0))
    texts: list[str] = []
    done, total = 0, library.query.count(handle)
    # A few at a time: what is kept of half a million is their texts, to be compared.
    for stored in library.verdicts.batches(handle, _AT_ONCE):
        report(done, total)
        plain = judge([one.tweet for one in stored], _PLAIN)
        kept = [one for one in plain if one.verdict is Verdict.KEPT]
        for name, is_about in _OF_THE_TWEET.items():
            counts[name] += sum(is_about(one.tweet) for one in plain)
        for name, is_about_kept in _OF_WHAT_IS_KEPT.items():
            counts[name] += sum(map(is_about_kept, kept))
        counts["count_letters"] += sum(map(_judged_otherwise_by_letters, plain))
        texts += [one.text for one in kept]
        done += len(stored)
    counts["join_threads"] = _joined(library.tweets.in_threads(handle))
    counts["drop_duplicates"] = sum(len(group) - 1 for group in near_duplicates(texts, report))
    return dict(counts)


def _judged_otherwise_by_letters(one: Judged) -> bool:
    if one.verdict not in (Verdict.KEPT, Verdict.SHORT) or not cleaning.is_unspaced(one.text):
        return False
    return cleaning.is_short_in_letters(one.text) is (one.verdict is Verdict.KEPT)


def _joined(linked: Sequence[Tweet]) -> int:
    """Return how many tweets would be part of an earlier one's text."""
    plain = judge(linked, _PLAIN)
    of_threads = {one.tweet.id: one.tweet for one in plain if one.verdict in (Verdict.KEPT, Verdict.SHORT)}
    threads = chains({id_: tweet.reply_to_id for id_, tweet in of_threads.items()})
    judged = judge([of_threads[id_] for thread in threads for id_ in thread], _JOINING)
    return sum(one.verdict is Verdict.JOINED for one in judged)

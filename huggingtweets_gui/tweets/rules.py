"""Which tweets are kept, and why the others are not."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from huggingtweets_gui.tweets import cleaning
from huggingtweets_gui.tweets.model import Tweet
from huggingtweets_gui.tweets.similar import near_duplicates

_AUTOMATIC_APPLICATIONS = ("ifttt", "twitterfeed", "dlvr.it", "buffer", "zapier", "paper.li", "hootsuite")


class Verdict(StrEnum):
    """What became of a tweet. The values are the names of the counts."""

    RETWEET = "retweets"
    SHORT = "short"
    CIRCLE = "circle"
    SUPERSEDED = "superseded"
    AUTOMATIC = "automatic"
    LEFT_OUT = "left_out"
    DUPLICATE = "duplicates"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Rules:
    """How tweets are chosen and cleaned; the defaults are the better rules, ``CLASSIC`` has all off.

    Attributes:
        join_notes: take the whole text of long tweets instead of the cut one.
        only_last_edit: of an edited tweet, keep the last version.
        leave_out_circle: leave out what was sent to a circle, that is, in private.
        count_letters: judge shortness by letters in scripts without spaces.
        strip_mentions: delete the ``@names`` that replies begin with.
        keep_newlines: keep line breaks within a tweet.
        drop_duplicates: of nearly equal tweets, keep the first.
        drop_automatic: leave out what programs such as IFTTT sent.
    """

    join_notes: bool = True
    only_last_edit: bool = True
    leave_out_circle: bool = True
    count_letters: bool = True
    strip_mentions: bool = True
    keep_newlines: bool = False
    drop_duplicates: bool = False
    drop_automatic: bool = False


BETTER = Rules()
CLASSIC = Rules(
    join_notes=False, only_last_edit=False, leave_out_circle=False, count_letters=False, strip_mentions=False
)
RULE_SETS = {"better": BETTER, "classic": CLASSIC}


@dataclass(frozen=True, slots=True)
class Judged:
    """A tweet, the text that a bot would learn, and whether it is kept."""

    tweet: Tweet
    text: str
    verdict: Verdict


def judge(
    tweets: Sequence[Tweet], rules: Rules = BETTER, left_out: Collection[int] = frozenset()
) -> list[Judged]:
    """Judge each tweet, in the order given.

    Args:
        tweets: one author's tweets.
        rules: what to keep, and how to clean it.
        left_out: ids that the user left out by hand.
    """
    judged = [_judge_alone(tweet, rules, left_out) for tweet in tweets]
    if rules.drop_duplicates:
        kept = [index for index, one in enumerate(judged) if one.verdict is Verdict.KEPT]
        for group in near_duplicates([judged[index].text for index in kept]):
            for member in group[1:]:
                index = kept[member]
                judged[index] = replace(judged[index], verdict=Verdict.DUPLICATE)
    return judged


def count(judged: Sequence[Judged]) -> dict[str, int]:
    """Return the counts of the model card, in its order.

    ``downloaded`` is the sum of all others; ``retweets``, ``short`` and ``kept`` always appear,
    each further reason only where it occurred.
    """
    verdicts = Counter(one.verdict for one in judged)
    always = (Verdict.RETWEET, Verdict.SHORT, Verdict.KEPT)
    rows = {str(verdict): verdicts[verdict] for verdict in Verdict if verdict in always or verdicts[verdict]}
    return {"downloaded": len(judged), **rows}


def _judge_alone(tweet: Tweet, rules: Rules, left_out: Collection[int]) -> Judged:
    text = _clean(tweet, rules)
    return Judged(tweet, text, _verdict(tweet, text, rules, left_out))


def _clean(tweet: Tweet, rules: Rules) -> str:
    # Notes are stored unescaped: an "&lt;" in one was typed by its author.
    note = tweet.note_text if rules.join_notes else None
    text = cleaning.remove_addresses(note or cleaning.unescape(tweet.text))
    if rules.strip_mentions and tweet.is_reply:
        text = cleaning.strip_leading_mentions(text)
    return cleaning.collapse_spaces_in_lines(text) if rules.keep_newlines else cleaning.collapse_spaces(text)


def _verdict(tweet: Tweet, text: str, rules: Rules, left_out: Collection[int]) -> Verdict:
    if tweet.is_retweet or cleaning.is_retweet(tweet.text):
        return Verdict.RETWEET
    if rules.leave_out_circle and tweet.circle:
        return Verdict.CIRCLE
    if rules.only_last_edit and tweet.superseded:
        return Verdict.SUPERSEDED
    if rules.drop_automatic and (tweet.application or "").lower().startswith(_AUTOMATIC_APPLICATIONS):
        return Verdict.AUTOMATIC
    by_letters = rules.count_letters and cleaning.is_unspaced(text)
    if cleaning.is_short_in_letters(text) if by_letters else cleaning.is_short(text):
        return Verdict.SHORT
    if tweet.id in left_out:
        return Verdict.LEFT_OUT
    return Verdict.KEPT

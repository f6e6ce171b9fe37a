"""Which tweets are kept, and why the others are not."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from huggingtweets_gui.foundation.progress import Progress, unreported
from huggingtweets_gui.tweets import cleaning
from huggingtweets_gui.tweets.applications import is_automatic
from huggingtweets_gui.tweets.languages import language
from huggingtweets_gui.tweets.masking import mask_contacts, mask_names
from huggingtweets_gui.tweets.model import Tweet
from huggingtweets_gui.tweets.threads import chains

_BETWEEN_REPORTS = 1000


class Verdict(StrEnum):
    """What became of a tweet. The values are the names of the counts."""

    RETWEET = "retweets"
    SHORT = "short"
    CIRCLE = "circle"
    SUPERSEDED = "superseded"
    AUTOMATIC = "automatic"
    OTHER_DATE = "other_dates"
    OTHER_LANGUAGE = "other_languages"
    LEFT_OUT = "left_out"
    JOINED = "joined"
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
        join_threads: a chain of the author's answers to their own tweets becomes one text, learned
            with its first tweet.
        drop_duplicates: of nearly equal tweets, keep the first.
        drop_automatic: leave out what programs such as IFTTT sent.
        mask_contacts: put ``[e-mail]`` and ``[phone]`` for addresses and numbers.
        mask_names: put ``[name]`` for every ``@name``.
        since: the first day to keep, in UTC; None for no limit.
        until: the last day to keep.
        languages: the codes of the languages to keep, as ``languages.language`` returns them; None
            for all.
    """

    join_notes: bool = True
    only_last_edit: bool = True
    leave_out_circle: bool = True
    count_letters: bool = True
    strip_mentions: bool = True
    keep_newlines: bool = False
    join_threads: bool = False
    drop_duplicates: bool = False
    drop_automatic: bool = False
    mask_contacts: bool = False
    mask_names: bool = False
    since: date | None = None
    until: date | None = None
    languages: frozenset[str] | None = None

    @property
    def compares(self) -> bool:
        """Whether the verdict on a tweet may hang on other tweets of the author."""
        return self.join_threads or self.drop_duplicates


BETTER = Rules()
CLASSIC = Rules(
    join_notes=False, only_last_edit=False, leave_out_circle=False, count_letters=False, strip_mentions=False
)
RULE_SETS = {"better": BETTER, "classic": CLASSIC}


@dataclass(frozen=True, slots=True)
class Judged:
    """A tweet, the text that a bot would learn, and whether it is kept.

    The first tweet of a joined thread has the text of all of it; the others have their own.
    """

    tweet: Tweet
    text: str
    verdict: Verdict


def judge(
    tweets: Sequence[Tweet],
    rules: Rules = BETTER,
    left_out: Collection[int] = frozenset(),
    report: Progress = unreported,
) -> list[Judged]:
    """Judge each tweet, in the order given.

    Args:
        tweets: one author's tweets.
        rules: what to keep, and how to clean it.
        left_out: ids that the user left out by hand.
        report: told how many tweets were judged, then how many of them were compared with each other.
    """
    judged = []
    for number, tweet in enumerate(tweets):
        if not number % _BETWEEN_REPORTS:
            report(number, len(tweets))
        judged.append(_judge_alone(tweet, rules, left_out))
    if rules.join_threads:
        _join_threads(judged, rules, left_out)
    if rules.mask_contacts or rules.mask_names:
        # After all have been judged: what stands for a name counts as a word no more than the name.
        judged = [replace(one, text=_mask(one.text, rules)) for one in judged]
    if rules.drop_duplicates:
        from huggingtweets_gui.tweets.near_duplicates import near_duplicates  # NumPy would delay the window.

        kept = [index for index, one in enumerate(judged) if one.verdict is Verdict.KEPT]
        for group in near_duplicates([judged[index].text for index in kept], report):
            for member in group[1:]:
                index = kept[member]
                judged[index] = replace(judged[index], verdict=Verdict.DUPLICATE)
    return judged


def count(verdicts: Mapping[Verdict, int]) -> dict[str, int]:
    """Return the counts of the model card, in its order, from how often each verdict was given.

    ``downloaded`` is the sum of all others; ``retweets``, ``short`` and ``kept`` always appear,
    each further reason only where it occurred.
    """
    always = (Verdict.RETWEET, Verdict.SHORT, Verdict.KEPT)
    given = {verdict: verdicts.get(verdict, 0) for verdict in Verdict}
    rows = {str(verdict): times for verdict, times in given.items() if verdict in always or times}
    return {"downloaded": sum(given.values()), **rows}


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


def _mask(text: str, rules: Rules) -> str:
    if rules.mask_contacts:
        text = mask_contacts(text)
    return mask_names(text) if rules.mask_names else text


def _verdict(tweet: Tweet, text: str, rules: Rules, left_out: Collection[int]) -> Verdict:
    if tweet.is_retweet or cleaning.is_retweet(tweet.text):
        return Verdict.RETWEET
    if rules.leave_out_circle and tweet.circle:
        return Verdict.CIRCLE
    if rules.only_last_edit and tweet.superseded:
        return Verdict.SUPERSEDED
    if rules.drop_automatic and is_automatic(tweet.application):
        return Verdict.AUTOMATIC
    if not _within_dates(tweet, rules):
        return Verdict.OTHER_DATE
    if rules.languages is not None and language(tweet.language) not in rules.languages:
        return Verdict.OTHER_LANGUAGE
    if _is_short(text, rules):
        return Verdict.SHORT
    return Verdict.LEFT_OUT if tweet.id in left_out else Verdict.KEPT


def _within_dates(tweet: Tweet, rules: Rules) -> bool:
    if rules.since is None and rules.until is None:
        return True
    day = tweet.created_at.date()
    return (rules.since is None or rules.since <= day) and (rules.until is None or day <= rules.until)


def _is_short(text: str, rules: Rules) -> bool:
    by_letters = rules.count_letters and cleaning.is_unspaced(text)
    return cleaning.is_short_in_letters(text) if by_letters else cleaning.is_short(text)


def _join_threads(judged: list[Judged], rules: Rules, left_out: Collection[int]) -> None:
    """Give the first tweet of each thread the text of all of it, and the others the verdict that says so.

    A tweet too short to be kept alone may well be part of a thread; what is left out for any other
    reason ends it. What the user does with the first tweet holds for the whole thread; another one
    that was left out by hand is passed over.
    """
    parts = (Verdict.KEPT, Verdict.SHORT, Verdict.LEFT_OUT)
    index_of = {one.tweet.id: index for index, one in enumerate(judged) if one.verdict in parts and one.text}
    separator = "\n" if rules.keep_newlines else " "
    for first, *others in chains({id_: judged[index].tweet.reply_to_id for id_, index in index_of.items()}):
        joined = [index_of[id_] for id_ in others if id_ not in left_out]
        text = separator.join(judged[index].text for index in (index_of[first], *joined))
        if not joined or _is_short(text, rules):
            continue
        verdict = Verdict.LEFT_OUT if first in left_out else Verdict.KEPT
        judged[index_of[first]] = replace(judged[index_of[first]], text=text, verdict=verdict)
        for index in joined:
            judged[index] = replace(judged[index], verdict=Verdict.JOINED)

"""What the verdicts on tweets, and the parts of a dataset, are called, and in which tone."""

from huggingtweets_gui.library.tweet_filter import Standing
from huggingtweets_gui.tweets.dataset import Part
from huggingtweets_gui.tweets.rules import Verdict

CHIPS: dict[Standing, tuple[str, str]] = {
    Verdict.RETWEET: ("retweet", "plain"),
    Verdict.SHORT: ("short", "warn"),
    Verdict.CIRCLE: ("to a circle", "plain"),
    Verdict.SUPERSEDED: ("older edit", "plain"),
    Verdict.AUTOMATIC: ("by a machine", "plain"),
    Verdict.OTHER_DATE: ("other date", "plain"),
    Verdict.OTHER_LANGUAGE: ("other language", "plain"),
    Verdict.LEFT_OUT: ("left out", "bad"),
    Verdict.JOINED: ("in a thread", "plain"),
    Verdict.DUPLICATE: ("repeats", "plain"),
    Verdict.KEPT: ("kept", "good"),
    Part.TRAINING: ("training", "good"),
    Part.VALIDATION: ("validation", "plain"),
    Part.TEST: ("test", "plain"),
}
"""On a tweet: a word, and the tone of its chip."""

COUNTS: dict[Standing, str] = {
    Verdict.RETWEET: "Retweets",
    Verdict.SHORT: "Short",
    Verdict.CIRCLE: "To a circle",
    Verdict.SUPERSEDED: "Older edits",
    Verdict.AUTOMATIC: "By machines",
    Verdict.OTHER_DATE: "Other dates",
    Verdict.OTHER_LANGUAGE: "Other languages",
    Verdict.LEFT_OUT: "Left out by you",
    Verdict.JOINED: "Joined to threads",
    Verdict.DUPLICATE: "Repeats",
    Verdict.KEPT: "Kept",
    Part.TRAINING: "Training",
    Part.VALIDATION: "Validation",
    Part.TEST: "Test",
}
"""In the table of counts, and on the chips that filter."""

"""What the verdicts on tweets are called, and in which tone."""

from huggingtweets_gui.tweets.rules import Verdict

CHIPS = {
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
}
"""On a tweet: a word, and the tone of its chip."""

COUNTS = {
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
}
"""In the table of counts, and on the chips that filter."""

"""What to expect of a bot before it is trained: how much it has to read, and what comes of it."""

from collections.abc import Sequence

from huggingtweets_gui.tweets.dataset import FEW_CHARACTERS, FEWEST_CHARACTERS
from huggingtweets_gui.workflow.choosing import Choice
from huggingtweets_gui.workflow.plans import PLANS
from huggingtweets_gui.workflow.wizard import expected_tokens, kept_characters

# So much text leaves few of an author's subjects out.
_MUCH_CHARACTERS = 400_000
_CHARACTERS_A_PAGE = 1_800


def expectations(choices: Sequence[Choice]) -> list[str]:
    """Say in plain sentences what the kept tweets amount to and what a bot of them will be like.

    Returns:
        No sentence where too little is kept for a bot.
    """
    characters = kept_characters(choices)
    if characters < FEWEST_CHARACTERS:
        return []
    tweets = sum(choice.counts["kept"] for choice in choices)
    average = characters / tweets
    return [
        _amount(characters, expected_tokens(choices)),
        f"A tweet has {average:,.0f} characters on average, and the bot's will have about as many.",
        *(_mixture(len(choices)) if len(choices) > 1 else ()),
        _likeness(characters),
        "What it says is made up, also where it sounds true.",
    ]


def _amount(characters: int, tokens: int) -> str:
    pages = round(characters / _CHARACTERS_A_PAGE)
    plan = PLANS["balanced"]
    return (
        f"About {rounded(tokens)} tokens, as much as {rounded(pages)} pages of a book."
        f" The {plan.title} plan learns from them in {plan.readings} readings."
    )


def _mixture(authors: int) -> list[str]:
    return [f"The {authors} voices are mixed, each with the same weight however many its tweets are."]


def _likeness(characters: int) -> str:
    if characters < FEW_CHARACTERS:
        return (
            "It will pick up the tone and favourite words, write many an odd sentence, and now and then"
            " repeat a tweet: such are marked."
        )
    if characters < _MUCH_CHARACTERS:
        return (
            "It will have the tone, the main subjects and the habits of writing, and still write odd"
            " sentences."
        )
    return "It will have the tone and habits of writing, and also know subjects that come up rarely."


def rounded(number: int) -> str:
    """Return an estimated number in words: two of its figures count."""
    digits = max(len(str(number)) - 2, 0)
    return f"{round(number, -digits):,}"

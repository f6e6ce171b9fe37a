import pytest

from huggingtweets_gui.tweets.model import Author
from huggingtweets_gui.tweets.rules import BETTER
from huggingtweets_gui.workflow.choosing import Choice
from huggingtweets_gui.workflow.expecting import expectations, rounded


def choice(characters, tweets):
    return Choice(Author("mira", "Mira"), BETTER, {"kept": tweets}, characters, characters, 280)


def test_the_amount_is_told_in_tokens_and_pages_and_how_often_it_is_read():
    amount, length, *_ = expectations([choice(151_840, 1_587)])
    assert amount == (
        "About 42,000 tokens, as much as 84 pages of a book. "
        "The Balanced plan learns from them in 3 readings."
    )
    assert length.startswith("A tweet has 96 characters on average")


def test_estimates_are_told_without_a_false_precision():
    assert [rounded(number) for number in (0, 7, 84, 1_587, 19_606, 9_874_400)] == [
        *("0", "7", "84", "1,600", "20,000", "9,900,000")
    ]


def test_nothing_is_promised_of_too_little():
    assert expectations([]) == []
    assert expectations([choice(5_999, 80)]) == []


@pytest.mark.parametrize(
    ("characters", "word"),
    [(6_000, "repeat a tweet"), (39_999, "repeat a tweet"), (40_000, "main subjects"), (400_000, "rarely")],
)
def test_more_text_makes_a_better_likeness(characters, word):
    sentences = expectations([choice(characters, 100)])
    assert sum(word in sentence for sentence in sentences) == 1
    assert sentences[-1] == "What it says is made up, also where it sounds true."


def test_several_authors_are_mixed():
    sentences = expectations([choice(40_000, 500), choice(4_000, 50)])
    assert any(sentence.startswith("The 2 voices are mixed") for sentence in sentences)
    assert not any("voices" in sentence for sentence in expectations([choice(40_000, 500)]))

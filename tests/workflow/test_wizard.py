from dataclasses import replace
from datetime import date

import pytest

from huggingtweets_gui.tweets.model import Author
from huggingtweets_gui.tweets.rules import BETTER
from huggingtweets_gui.workflow.choosing import Choice
from huggingtweets_gui.workflow.steps import Step
from huggingtweets_gui.workflow.wizard import (
    Quality,
    Wizard,
    expected_longest,
    expected_tokens,
    judge_amount,
    kept_characters,
)


def choice(characters, longest=280, bytes_each=1):
    return Choice(Author("mira", "Mira"), BETTER, {"kept": 1}, characters, characters * bytes_each, longest)


def test_one_to_three_authors_can_be_chosen():
    wizard = Wizard()
    assert wizard.obstacle(Step.SOURCE) == "Choose an archive, or someone who is already here."
    assert [wizard.add(handle) for handle in ("a", "b", "c", "d")] == [True, True, True, False]
    assert wizard.handles == ["a", "b", "c"]
    assert wizard.obstacle(Step.SOURCE) is None


def test_an_author_is_chosen_once_whatever_the_case():
    wizard = Wizard(["Mira"])
    assert wizard.add("mIRA")
    assert wizard.handles == ["Mira"]
    wizard.remove("MIRA")
    assert wizard.handles == []


def test_other_authors_have_to_be_looked_at_again():
    wizard = Wizard(["a"], choices=[choice(50_000)])
    assert wizard.obstacle(Step.LOOK) is None
    wizard.add("b")
    assert wizard.obstacle(Step.LOOK) == "The tweets are still being read."


def test_another_bot_has_the_same_rules_but_for_the_days_and_languages_of_its_authors():
    own = replace(BETTER, drop_duplicates=True)
    limited = replace(own, since=date(2020, 1, 1), until=date(2021, 1, 1), languages=frozenset({"de"}))
    wizard = Wizard(["a"], limited, [choice(50_000)])
    wizard.begin_again()
    assert wizard == Wizard([], own, [])


def test_too_little_text_stops_the_wizard_and_says_why():
    wizard = Wizard(["a"], choices=[choice(5_999)])
    assert "5,999 characters are kept, and a bot needs 6,000" in wizard.obstacle(Step.LOOK)
    wizard.choices = [choice(3_000), choice(3_000)]
    assert wizard.obstacle(Step.LOOK) is None


@pytest.mark.parametrize(
    ("characters", "quality"),
    [
        (5_999, Quality.TOO_LITTLE),
        (6_000, Quality.LITTLE),
        (39_999, Quality.LITTLE),
        (40_000, Quality.GOOD),
    ],
)
def test_the_amount_of_text_is_judged(characters, quality):
    assert judge_amount(characters).quality is quality


def test_the_characters_of_all_authors_count_and_the_longest_tweet_of_any():
    chosen = [choice(360, longest=100), choice(360, longest=50)]
    assert kept_characters(chosen) == 720
    assert expected_longest(chosen) == 40


def test_letters_that_the_base_models_know_badly_make_more_tokens():
    assert expected_tokens([choice(360), choice(360)]) == 200
    # Kana and ideographs have three bytes each.
    assert 1_500 < expected_tokens([choice(1_000, bytes_each=3)]) < 2_000


def test_every_step_has_a_title():
    assert [step.title for step in Step] == ["Whose tweets", "Look", "Plan", "Train", "Write"]

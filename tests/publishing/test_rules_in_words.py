"""Rules in words for the card."""

from dataclasses import fields, replace
from datetime import date

import pytest

from huggingtweets_gui.publishing.rules_in_words import rules_in_words
from huggingtweets_gui.tweets.rules import BETTER, CLASSIC, Rules


def test_rules_with_a_name_are_called_by_it() -> None:
    assert rules_in_words(CLASSIC) == "classic"
    assert rules_in_words(BETTER) == "better"


def test_each_rule_set_by_hand_is_told() -> None:
    switches = [field.name for field in fields(Rules) if field.type is bool]
    told = {rules_in_words(replace(CLASSIC, **{name: True})) for name in switches}
    assert len(told) == len(switches)
    assert "" not in told


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        (date(2020, 1, 2), None, "only tweets sent from 2020-01-02 are kept"),
        (None, date(2021, 3, 4), "only tweets sent up to 2021-03-04 are kept"),
        (date(2020, 1, 2), date(2021, 3, 4), "only tweets sent from 2020-01-02 up to 2021-03-04 are kept"),
    ],
)
def test_days_are_told(since: date | None, until: date | None, told: str) -> None:
    assert rules_in_words(replace(CLASSIC, since=since, until=until)) == told


def test_languages_are_told_beside_the_other_rules() -> None:
    rules = replace(CLASSIC, mask_names=True, languages=frozenset({"ja", "en"}))
    assert rules_in_words(rules) == (
        "names of other accounts are masked; only tweets in the languages en and ja are kept"
    )
    assert "language de" in rules_in_words(replace(CLASSIC, languages=frozenset({"de"})))

from datetime import date

import pytest

from huggingtweets_gui.tweets.rules import BETTER, CLASSIC, Rules
from huggingtweets_gui.tweets.rules_json import rules_from_json, rules_to_json


@pytest.mark.parametrize(
    "rules",
    [
        BETTER,
        CLASSIC,
        Rules(since=date(2020, 2, 29), until=date(2021, 1, 1), languages=frozenset({"en", "und"})),
        Rules(languages=frozenset()),
    ],
)
def test_rules_come_back_from_their_text(rules: Rules) -> None:
    assert rules_from_json(rules_to_json(rules)) == rules


def test_equal_rules_make_equal_texts() -> None:
    one, other = (Rules(languages=frozenset(codes)) for codes in (["en", "de", "ja"], ["ja", "de", "en"]))
    assert rules_to_json(one) == rules_to_json(other)
    assert rules_to_json(BETTER) != rules_to_json(CLASSIC)

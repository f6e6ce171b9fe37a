import json
from datetime import date

from huggingtweets_gui.tweets import rules_json
from huggingtweets_gui.tweets.rules import BETTER, CLASSIC, Rules
from huggingtweets_gui.tweets.rules_json import rules_to_json


def test_rules_are_told_apart() -> None:
    rules = [
        BETTER,
        CLASSIC,
        Rules(since=date(2020, 2, 29)),
        Rules(until=date(2020, 2, 29)),
        Rules(languages=frozenset({"en", "und"})),
        Rules(languages=frozenset()),
    ]
    assert len({rules_to_json(one) for one in rules}) == len(rules)


def test_equal_rules_make_equal_texts() -> None:
    one, other = (Rules(languages=frozenset(codes)) for codes in (["en", "de", "ja"], ["ja", "de", "en"]))
    assert rules_to_json(one) == rules_to_json(other)


def test_verdicts_of_an_older_judging_are_told_from_those_of_this_one(monkeypatch) -> None:
    before = rules_to_json(BETTER)
    monkeypatch.setattr(rules_json, "JUDGING_VERSION", rules_json.JUDGING_VERSION + 1)
    assert rules_to_json(BETTER) != before


def test_the_text_says_whether_tweets_are_compared() -> None:
    assert json.loads(rules_to_json(Rules(drop_duplicates=True)))["compares"] is True
    assert json.loads(rules_to_json(BETTER))["compares"] is False

from datetime import UTC, date, datetime

import pytest

from huggingtweets_gui.library.tweet_figures import extent, figures
from huggingtweets_gui.library.tweet_filter import Filter
from huggingtweets_gui.tweets.model import UNDATED, Author, Tweet
from huggingtweets_gui.tweets.rules import BETTER
from huggingtweets_gui.workflow.choosing import look_through

TEXT = "The fog came in again."


@pytest.fixture
def table_of(library):
    """Keep these tweets and return them judged."""

    def made(*tweets):
        library.tweets.add(Author("mira", "Mira"), tweets)
        return look_through(library, ["mira"], BETTER)

    return made


def tweet(number, *moment, text=TEXT, language="en"):
    return Tweet(number, datetime(*moment, tzinfo=UTC), text, language=language)


def test_only_kept_tweets_are_counted(table_of):
    table = table_of(
        tweet(1, 2020, 11, 30, 23, 59, language="pt-BR"),
        tweet(2, 2021, 2, 1, 0, 5, text=f"{TEXT} " * 20),
        tweet(3, 2021, 2, 28, 23),
        tweet(4, 2022, 5, 1, 1, text="RT @gull: what a day this is"),
    )
    found = figures(table)
    assert found.sent == {"2020-11": 1, "2020-12": 0, "2021-01": 0, "2021-02": 2}
    assert {hour: count for hour, count in found.hours.items() if count} == {0: 1, 23: 2}
    assert list(found.hours) == list(range(24))
    assert {length: count for length, count in found.lengths.items() if count} == {20: 2, 280: 1}
    assert list(found.lengths)[:3] == [0, 20, 40]
    assert found.languages == {"en": 2, "pt": 1}


def test_twenty_years_and_more_are_counted_by_the_year(table_of):
    table = table_of(tweet(1, 1969, 7, 20, 20), tweet(2, 2024, 2, 29, 3))
    found = figures(table)
    assert (found.sent["1969"], found.sent["1970"], found.sent["2024"]) == (1, 0, 1)
    assert len(found.sent) == 56
    assert (found.hours[20], found.hours[3]) == (1, 1)


def test_without_tweets_there_is_nothing_to_show(table_of):
    found = figures(table_of())
    assert (found.sent, found.languages) == ({}, {})
    assert set(found.hours.values()) == set(found.lengths.values()) == {0}
    assert extent(table_of()).days == {}


def test_the_rules_choose_from_all_tweets(table_of):
    table = table_of(
        tweet(1, 2021, 3, 14, 23), tweet(2, 2021, 3, 14, 1), tweet(3, 2021, 3, 16, text="no", language=None)
    )
    found = extent(table)
    assert found.days == {date(2021, 3, 14): 2, date(2021, 3, 16): 1}
    assert found.languages == {"en": 2, "und": 1}


def test_tweets_without_a_date_are_in_no_year_month_hour_or_day(table_of):
    table = table_of(Tweet(1, UNDATED, TEXT), tweet(2, 2021, 3, 14, 9), tweet(3, 1970, 1, 1, 5))
    found = figures(table)
    assert (found.sent["1970"], found.sent["2021"]) == (1, 1)
    assert {hour: count for hour, count in found.hours.items() if count} == {5: 1, 9: 1}
    assert sum(found.lengths.values()) == 3
    assert extent(table).days == {date(1970, 1, 1): 1, date(2021, 3, 14): 1}
    assert table.years() == {2021: 1, 1970: 1}
    assert len(table.find(Filter(year=1970))) == 1

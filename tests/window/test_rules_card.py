from datetime import date, timedelta

import pytest
from PySide6.QtCore import QDate, Qt

from huggingtweets_gui.library.tweet_figures import Extent
from huggingtweets_gui.tweets.rules import BETTER, CLASSIC, Rules
from huggingtweets_gui.window.pages.rules_card import RulesCard
from tests.windows import show_active

DAYS = {date(2021, 3, 1) + timedelta(days=day): day for day in range(10)}
EXTENT = Extent(DAYS, {"en": 40, "ja": 4, "und": 1})


@pytest.fixture
def card(qtbot):
    card = RulesCard(BETTER)
    qtbot.addWidget(card)
    card.show_extent(EXTENT)
    show_active(qtbot, card)
    card.more.button.click()
    card.heard = []
    card.changed.connect(card.heard.append)
    return card


def languages(card):
    return [card.languages.list.item(row).text() for row in range(card.languages.list.count())]


def test_rules_that_are_off_are_folded_away_and_counted_when_on(card):
    assert card.more.button.text().endswith("More rules")
    card.switches["mask_contacts"].click()
    card.switches["join_threads"].click()
    assert card.more.button.text().endswith("More rules, 2 on")
    assert card.heard[-1] == Rules(mask_contacts=True, join_threads=True)
    card.more.button.click()
    assert not card.switches["mask_contacts"].isVisible()
    assert card.switches["join_notes"].isVisible()


def test_the_days_go_from_the_first_tweet_to_the_last_where_they_limit_nothing(card):
    assert (card.dates.since.text(), card.dates.until.text()) == ("2021-03-01", "2021-03-10")
    card.dates.since.setDate(QDate(1999, 1, 1))
    assert card.heard == []
    card.dates.since.setDate(QDate(2021, 3, 4))
    card.dates.until.setDate(QDate(2021, 3, 5))
    assert card.heard[-1] == Rules(since=date(2021, 3, 4), until=date(2021, 3, 5))
    assert card.dates.outside.text() == f"{45 - 3 - 4} tweets outside these days"
    card.dates.since.setDate(QDate(2021, 3, 1))
    assert card.heard[-1] == Rules(until=date(2021, 3, 5))


def test_a_day_is_typed_before_anything_is_judged_again(card, qtbot):
    field = card.dates.since
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "2021-03-06")
    assert card.heard == []
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert card.heard == [Rules(since=date(2021, 3, 6))]


def test_languages_are_chosen_by_the_keyboard(card, qtbot):
    assert languages(card) == ["English  40", "Japanese  4", "Language not known  1"]
    card.languages.list.setFocus()
    card.languages.list.setCurrentRow(1)
    qtbot.keyClick(card.languages.list, Qt.Key.Key_Space)
    assert card.heard[-1] == Rules(languages=frozenset({"en", "und"}))
    assert not card.better.isChecked()
    qtbot.keyClick(card.languages.list, Qt.Key.Key_Space)
    assert card.heard[-1] == BETTER


def test_a_set_of_rules_takes_every_rule_back(card):
    card.languages.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    card.dates.since.setDate(QDate(2021, 3, 4))
    card.classic.click()
    assert card.heard[-1] == CLASSIC
    assert card.dates.since.text() == "2021-03-01"
    assert card.languages.list.item(0).checkState() is Qt.CheckState.Checked


def test_other_tweets_offer_other_days_and_languages_and_the_rules_stay(card):
    card.dates.since.setDate(QDate(2021, 3, 4))
    card.show_extent(Extent({date(2020, 1, 1): 5, date(2022, 1, 1): 5}, {"en": 10}))
    assert (card.dates.since.text(), card.dates.until.text()) == ("2021-03-04", "2022-01-01")
    assert card.dates.outside.text() == "5 tweets outside these days"
    assert not card.languages.isVisible()
    assert len(card.heard) == 1


def test_counts_are_said_to_a_screen_reader(card):
    card.show_counts(dict.fromkeys(card.switches, 1234))
    assert card.switches["join_threads"].accessibleDescription().endswith("It is about 1,234 tweets.")
    card.show_counts({})
    assert "1,234" not in card.switches["join_threads"].accessibleDescription()

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor

from huggingtweets_gui.library.tweet_figures import Figures
from huggingtweets_gui.window import theme
from huggingtweets_gui.window.pages.tweet_figures import TweetFigures
from huggingtweets_gui.window.widgets import Label
from tests.windows import show_active

FIGURES = Figures(
    sent={"2020-12": 3, "2021-01": 0, "2021-02": 1200, "2021-03": 1},
    lengths={0: 1, 20: 7, 280: 2},
    hours=dict.fromkeys(range(24), 5),
    languages={"en": 90, "tlh": 8, "und": 2},
)


@pytest.fixture
def plots(qtbot):
    plots = TweetFigures()
    qtbot.addWidget(plots)
    plots.resize(282, 500)
    plots.show_figures(FIGURES)
    show_active(qtbot, plots)
    plots.fold.button.click()
    return plots


def words(plot):
    return [label.text() for label in plot.findChildren(Label) if label.text()]


def test_each_plot_says_what_its_ends_are(plots):
    assert words(plots.sent) == ["When", "Dec 2020", "Mar 2021"]
    assert words(plots.lengths) == ["Length", "0", "280 characters and more"]
    assert words(plots.hours) == ["Hour of the day", "0:00", "24:00 UTC"]
    assert words(plots.languages) == ["Languages", "English", "Language not known"]


def test_a_single_language_is_no_matter_for_a_plot(plots):
    plots.show_figures(replace(FIGURES, languages={"en": 90}))
    assert plots.languages.isHidden()
    plots.show_figures(FIGURES)
    assert plots.languages.isVisible()


def test_the_bar_beneath_the_mouse_is_told(plots, qtbot):
    bars = plots.sent.bars
    third = QPoint(round(bars.width() * 2.5 / 4), 2)
    qtbot.mouseMove(bars, third)
    qtbot.waitUntil(lambda: "Feb 2021: 1,200 tweets" in words(plots.sent))


def test_the_arrow_keys_go_from_bar_to_bar(plots, qtbot):
    bars = plots.lengths.bars
    bars.setFocus()
    told = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Right, Qt.Key.Key_Home):
        qtbot.keyClick(bars, key)
        told.append(words(plots.lengths)[1])
    first, last = "0 to 19 characters: 1 tweet", "280 characters and more: 2 tweets"
    assert told == [first, "20 to 39 characters: 7 tweets", last, last, first]


def test_a_screen_reader_is_told_the_most(plots):
    told = plots.sent.bars.accessibleDescription()
    assert told.startswith("Kept tweets by the month. Most: Feb 2021: 1,200 tweets.")


def test_a_single_tweet_among_many_is_seen(plots):
    picture = plots.sent.bars.grab().toImage()
    ratio = picture.devicePixelRatio()
    bottom = picture.height() - round(2 * ratio)
    centres = [round(picture.width() * (number + 0.5) / 4) for number in range(4)]
    accent = QColor(theme.colours().accent)
    assert [picture.pixelColor(x, bottom) == accent for x in centres] == [True, False, True, True]


def test_without_tweets_the_plots_are_empty(plots):
    plots.show_figures(Figures({}, dict.fromkeys((0, 20), 0), dict.fromkeys(range(24), 0), {}))
    assert words(plots.sent) == ["When"]
    assert plots.sent.bars.accessibleDescription().startswith("Kept tweets by the month. The arrow")
    plots.sent.bars.grab()

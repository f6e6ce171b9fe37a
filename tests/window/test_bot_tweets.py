from dataclasses import replace

import pytest

from huggingtweets_gui.threads.task_thread import TaskThread
from huggingtweets_gui.tweets.dataset import Part, write_dataset
from huggingtweets_gui.window.bot_tweets import BotTweets
from huggingtweets_gui.window.main_window import MainWindow
from huggingtweets_gui.workflow.forgetting import forget_author
from tests.bots import TWEETS, make_bot


@pytest.fixture
def tab(qtbot, library):
    tab = BotTweets(library)
    qtbot.addWidget(tab, before_close_func=lambda tab: settle(qtbot, tab))
    tab.resize(640, 480)
    tab.show()
    return tab


def settle(qtbot, tab):
    qtbot.waitUntil(lambda: not tab.findChildren(TaskThread), timeout=20_000)


def shown(tab):
    model = tab.tweets.model
    return [model.index(row).data() for row in range(model.rowCount())]


def open_bot(qtbot, tab, bot):
    tab.show_bot(bot)
    settle(qtbot, tab)


def test_a_bot_shows_what_it_learned_from_searched_and_filtered(qtbot, library, tab):
    open_bot(qtbot, tab, make_bot(library, ready=True))
    assert shown(tab) == [TWEETS[0].text, TWEETS[1].text]
    chips = [chip.text() for chip in tab.tweets.filters.chips.values() if chip.isVisible()]
    assert chips == ["All 2", "Training 2", "Validation 0", "Test 0"]
    tab.tweets.filters.search.setText("committee")
    qtbot.waitUntil(lambda: shown(tab) == [TWEETS[0].text])
    assert not any(button.isVisible() for button in tab.tweets.found_buttons.values())
    tab.tweets.filters.search.clear()
    tab.tweets.filters.chips[Part.TEST].click()
    assert shown(tab) == []


def test_each_bot_shows_its_own_and_what_changed_is_read_again(qtbot, library, tab):
    bot = make_bot(library, ready=True)
    other = make_bot(library, ready=True, handles=("otto",))
    write_dataset(other.layout.dataset, [])
    open_bot(qtbot, tab, other)
    assert shown(tab) == []
    open_bot(qtbot, tab, bot)
    assert len(shown(tab)) == 2
    before = tab.tweets
    open_bot(qtbot, tab, bot)
    assert tab.tweets is before
    write_dataset(bot.layout.dataset, TWEETS[:1])
    open_bot(qtbot, tab, bot)
    assert shown(tab) == [TWEETS[0].text]


def test_only_the_last_bot_asked_for_is_shown(qtbot, library, tab):
    bots = [make_bot(library, ready=True, handles=(handle,)) for handle in ("lamp_and_gull", "otto")]
    write_dataset(bots[1].layout.dataset, TWEETS[1:])
    for bot in (*bots, *bots):
        tab.show_bot(bot)
    settle(qtbot, tab)
    assert shown(tab) == [TWEETS[1].text]


def test_a_dataset_that_cannot_be_read_is_told_and_tried_again(qtbot, library, tab):
    bot = make_bot(library, ready=True)
    bot.layout.dataset.write_text("{", encoding="utf-8")
    with qtbot.waitSignal(tab.failed):
        tab.show_bot(bot)
    settle(qtbot, tab)
    with qtbot.waitSignal(tab.failed):
        tab.show_bot(bot)


def test_choosing_anew_is_offered_while_the_tweets_are_here(qtbot, library, tab, gulls):
    bot = make_bot(library, ready=True, handles=(gulls,))
    open_bot(qtbot, tab, bot)
    with qtbot.waitSignal(tab.choose_requested) as asked:
        tab.again.click()
    assert asked.args == [bot]
    forget_author(library, gulls)
    open_bot(qtbot, tab, bot)
    assert not tab.again.isEnabled()


def test_choosing_anew_leads_to_the_same_authors_by_the_same_rules(qtbot, home, library, engine, gulls):
    classic = replace(make_bot(library, ready=True, handles=(gulls,)).record, rules="classic")
    bot = library.bots.add(home.bots / "classic", classic)
    write_dataset(bot.layout.dataset, TWEETS)
    window = MainWindow(home, library)
    window.begin(engine)
    qtbot.addWidget(window, before_close_func=lambda _: engine.shutdown())
    with qtbot.waitSignal(engine.ended):
        window.show()
    window.pages.show_bot(bot)
    window.pages.write.samples.tweets.show_bot(bot)
    settle(qtbot, window.pages.write)
    window.pages.write.samples.tweets.again.click()
    look = window.pages.look
    assert window.pages.currentWidget() is look
    qtbot.waitUntil(lambda: look.next.isEnabled())
    settle(qtbot, look)
    assert f"@{gulls}" in look.header.title.text()
    assert look.rules.classic.isChecked()

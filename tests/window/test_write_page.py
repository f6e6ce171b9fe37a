import os
import signal
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from huggingtweets_gui.library.settings import Settings, load_settings
from huggingtweets_gui.messages import Cancelled, StopKind, Trained
from huggingtweets_gui.threads.engine_thread import EngineThread
from huggingtweets_gui.window.pages.write_page import WritePage
from tests import fake_engine
from tests.bots import make_bot
from tests.windows import show_active


@pytest.fixture
def engine(qapp, tmp_path):
    thread = EngineThread(tmp_path / "engine.log", [sys.executable, fake_engine.__file__])
    yield thread
    thread.shutdown()
    assert thread.isFinished() or not thread.isRunning()


@pytest.fixture
def bot(library):
    return make_bot(library, ready=True)


@pytest.fixture
def page(qtbot, library, engine, bot):
    page = WritePage(library, engine, Settings())
    qtbot.addWidget(page)
    page.show_bot(bot)
    with qtbot.waitExposed(page):
        page.show()
    return page


def written(page):
    return [one.written.text for one in page.samples.new]


def write(qtbot, page, prompt="My dream is"):
    page.prompt_card.set_prompt(prompt)
    page.prompt_card.write_button.click()
    qtbot.waitUntil(lambda: page._request is None)


def test_it_writes_as_many_as_are_asked_for(page, qtbot):
    assert page.prompt_card.write_button.text() == "Write 10"
    page.controls.count.setValue(3)
    assert page.prompt_card.write_button.text() == "Write 3"
    write(qtbot, page)
    assert written(page) == [f"My dream is a small boat, number {number}." for number in range(3)]
    assert page.prompt_card.write_button.isVisibleTo(page)


def test_newer_tweets_stand_above_older_ones_in_their_own_order(page, qtbot):
    page.controls.count.setValue(2)
    write(qtbot, page, "First")
    write(qtbot, page, "Second")
    beginnings = [text.split()[0] + text[-3:] for text in written(page)]
    assert beginnings == ["Second 0.", "Second 1.", "First 0.", "First 1."]


def test_return_in_the_prompt_writes_and_an_empty_prompt_is_none(page, qtbot):
    page.controls.count.setValue(1)
    page.prompt_card.field.clear()
    qtbot.keyClick(page.prompt_card.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page._request is None)
    assert written(page) == [" a small boat, number 0."]


def test_stop_keeps_what_is_written(page, qtbot):
    page.prompt_card.set_prompt("wait")
    page.prompt_card.write_button.click()
    qtbot.waitUntil(lambda: len(page.samples.new) == 1)
    assert not page.prompt_card.write_button.isVisibleTo(page)
    page.prompt_card.stop_button.click()
    assert not page.prompt_card.stop_button.isEnabled()
    qtbot.waitUntil(lambda: page._request is None)
    assert len(page.samples.new) == 1
    assert not page.banner.isVisibleTo(page)


def test_why_it_is_slower_than_usual_is_told_while_it_writes(page, qtbot):
    page.controls.count.setValue(1)
    write(qtbot, page, "full")
    assert page.banner.isVisibleTo(page)
    assert page.banner.sentence.text().startswith("The graphics card has too little memory")
    write(qtbot, page, "Tea")
    assert not page.banner.isVisibleTo(page)


def test_kept_tweets_survive_a_restart(page, library, engine, bot, qtbot):
    page.controls.count.setValue(2)
    write(qtbot, page)
    page.samples.new._cards[1].keep_button.click()
    assert page.samples.new._cards[1].keep_button.text() == "♥ Kept"
    qtbot.waitUntil(lambda: not page.samples._writer.busy)
    again = WritePage(library, engine, Settings())
    qtbot.addWidget(again)
    again.show_bot(bot)
    assert [one.written.text for one in again.samples.kept] == ["My dream is a small boat, number 1."]
    assert [one.written.length for one in again.samples.kept] == [35]


def test_a_kept_tweet_that_is_discarded_can_be_kept_after_all(page, library, bot, qtbot):
    page.controls.count.setValue(1)
    write(qtbot, page)
    page.samples.new._cards[0].keep_button.click()
    page.samples.kept._cards[0].discard_button.click()
    qtbot.waitUntil(lambda: not page.samples._writer.busy)
    assert library.samples.kept(bot.folder) == []
    assert page.samples.new._cards[0].keep_button.text() == "♡ Keep"
    page.banner.action.click()
    qtbot.waitUntil(lambda: not page.samples._writer.busy)
    assert len(library.samples.kept(bot.folder)) == 1
    assert not page.banner.isVisibleTo(page)


def test_a_new_tweet_that_is_discarded_stays_kept(page, library, bot, qtbot):
    page.controls.count.setValue(2)
    write(qtbot, page)
    card = page.samples.new._cards[0]
    card.keep_button.click()
    card.discard_button.click()
    qtbot.waitUntil(lambda: not page.samples._writer.busy)
    assert len(page.samples.new) == 1
    assert len(library.samples.kept(bot.folder)) == 1


def test_a_tweet_is_kept_at_once_for_the_eye_while_an_import_goes_on(page, library, bot, qtbot, monkeypatch):
    monkeypatch.setattr("huggingtweets_gui.library.database._BUSY_SECONDS", 0.01)
    page.controls.count.setValue(1)
    write(qtbot, page)
    with library.all_or_nothing():
        page.samples.new._cards[0].keep_button.click()
        assert page.samples.new._cards[0].keep_button.text() == "♥ Kept"
        assert len(page.samples.kept) == 1
        qtbot.wait(200)  # in which it is refused some times
        assert page.samples._writer.busy
    qtbot.waitUntil(lambda: not page.samples._writer.busy)
    assert [one.text for one in library.samples.kept(bot.folder)] == ["My dream is a small boat, number 0."]
    assert not page.banner.isVisibleTo(page)


def test_what_cannot_be_kept_is_shown_as_not_kept(page, library, bot, qtbot):
    page.controls.count.setValue(2)
    write(qtbot, page)
    page.samples.new._cards[0].keep_button.click()
    qtbot.waitUntil(lambda: not page.samples._writer.busy)
    with library._database.writing() as connection:
        connection.execute("CREATE TRIGGER damage BEFORE INSERT ON samples BEGIN DELETE FROM elsewhere; END")
    page.samples.new._cards[1].keep_button.click()
    qtbot.waitUntil(lambda: page.banner.isVisibleTo(page))
    assert [card.keep_button.text() for card in page.samples.new._cards] == ["♥ Kept", "♡ Keep"]
    assert [one.kept_id for one in page.samples.kept] == [library.samples.kept(bot.folder)[0].id]


def test_more_like_this_writes_with_its_beginning(page, qtbot):
    page.controls.count.setValue(1)
    write(qtbot, page)
    page.samples.new._cards[0].more_button.click()
    assert page.prompt_card.prompt == "My dream is a"
    qtbot.waitUntil(lambda: len(page.samples.new) == 2)
    assert written(page)[0].startswith("My dream is a a small boat")


def test_copies_are_counted_and_only_known_figures_are_shown(page, qtbot):
    page.controls.count.setValue(2)
    assert page.voice._gain.text() == "+0.80 bits"
    assert page.voice._test.text() == "1.59 bits"
    assert page.voice._copies.text() == "–"
    write(qtbot, page)
    assert page.voice._copies.text() == "2 of 2"


def test_the_controls_are_remembered(page, library, qtbot):
    page.controls.count.setValue(1)
    page.controls._moods["Wild"].click()
    write(qtbot, page, "Tea")
    settings = load_settings(library.home.settings)
    assert settings.sampling["prompt"] == "Tea"
    assert settings.sampling["temperature"] == 1.3


@pytest.mark.warns
def test_an_engine_that_is_killed_is_told_and_the_next_writing_works(page, engine, qtbot):
    page.prompt_card.set_prompt("wait")
    page.prompt_card.write_button.click()
    qtbot.waitUntil(lambda: len(page.samples.new) == 1)
    os.kill(engine.engine_process_id, signal.SIGTERM)
    qtbot.waitUntil(lambda: page._request is None)
    assert page.banner.sentence.text().startswith("The engine stopped without a word")
    page.controls.count.setValue(1)
    write(qtbot, page)
    assert not page.banner.isVisibleTo(page)
    assert len(page.samples.new) == 2


def test_while_a_training_runs_it_offers_to_pause_it_and_then_to_resume_it(page, library, engine, qtbot):
    ends = []
    engine.ended.connect(ends.append)
    steps = []
    engine.event.connect(steps.append)
    engine.train(make_bot(library, seed=fake_engine.WAITS, name="Otto"))
    qtbot.waitUntil(lambda: len(steps) > fake_engine.STEPS // 2)
    page.controls.count.setValue(2)
    page.prompt_card.write_button.click()
    assert page.banner.sentence.text() == "Otto is learning, and pauses while this bot writes."
    assert written(page) == []
    page.banner.action.click()
    qtbot.waitUntil(lambda: len(page.samples.new) == 2)
    qtbot.waitUntil(lambda: page.banner.sentence.text() == "The training of Otto is paused.")
    assert isinstance(ends[0], Cancelled)
    with qtbot.waitSignal(engine.ended, check_params_cb=lambda end: isinstance(end, Trained)):
        page.banner.action.click()


def test_a_paused_training_that_goes_on_already_is_not_asked_for_again(page, library, engine, qtbot):
    learning = make_bot(library, seed=fake_engine.WAITS, name="Otto")
    request = engine.train(learning)
    page._resume(learning)  # as by an offer that has been there for long
    assert page.banner.isHidden()
    assert engine._unfinished == [request]
    request.stop.ask(StopKind.SUSPEND)
    qtbot.waitUntil(lambda: engine.current is None)


def test_another_bot_begins_with_its_own_tweets(page, library, bot, qtbot):
    page.controls.count.setValue(1)
    write(qtbot, page)
    page.samples.new._cards[0].keep_button.click()
    other = make_bot(library, ready=True, name="Otto")
    page.show_bot(other)
    assert page.header.title.text() == "Otto, the bot"
    assert len(page.samples.new) == len(page.samples.kept) == 0
    page.show_bot(bot)
    assert len(page.samples.kept) == 1


def test_the_keyboard_begins_at_the_prompt(page):
    assert page.prompt_card.field.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert page.nextInFocusChain() is not page.folder_button
    assert page.folder_button.accessibleName() == "Open the bot's folder"


def test_the_keyboard_stays_at_the_button_that_writes_and_stops(page, qtbot):
    card = page.prompt_card
    card.write_button.setFocus()
    card.set_prompt("wait")
    qtbot.keyClick(card.write_button, Qt.Key.Key_Return)
    assert page.focusWidget() is card.stop_button
    qtbot.waitUntil(lambda: len(page.samples.new) == 1)
    qtbot.keyClick(card.stop_button, Qt.Key.Key_Return)
    assert page.focusWidget() is card.field
    qtbot.waitUntil(lambda: page._request is None)
    assert page.focusWidget() is card.field
    card.write_button.setFocus()
    write(qtbot, page)
    assert page.focusWidget() is card.write_button


def test_the_keyboard_stays_there_also_while_the_user_is_in_another_window(page, qtbot):
    other = QWidget()
    qtbot.addWidget(other)
    card = page.prompt_card
    card.write_button.setFocus()
    card.write_button.click()
    show_active(qtbot, other)
    qtbot.waitUntil(lambda: page._request is None)
    assert page.focusWidget() is card.write_button
    assert card.write_button.isVisible()

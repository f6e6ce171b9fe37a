import dataclasses
import os
import signal
import sys

import pytest
from PySide6.QtWidgets import QMessageBox

from huggingtweets_gui.library.bot_store import read_bot
from huggingtweets_gui.messages import Failed, Notice
from huggingtweets_gui.threads.engine_thread import EngineThread
from huggingtweets_gui.window.pages.train_page import TrainPage
from huggingtweets_gui.window.run import Stage
from huggingtweets_gui.window.widgets import Label
from tests import fake_engine
from tests.bots import make_bot

HALF = fake_engine.STEPS // 2


@pytest.fixture
def engine(qapp, tmp_path):
    thread = EngineThread(tmp_path / "engine.log", [sys.executable, fake_engine.__file__])
    yield thread
    thread.shutdown()
    assert thread.isFinished() or not thread.isRunning()


@pytest.fixture
def page(qtbot, engine):
    page = TrainPage(engine)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    return page


def begin(qtbot, page, bot):
    """Start a training that stands still at half of its steps."""
    page.start(bot)
    qtbot.waitUntil(lambda: page._shown.history.steps[-1:].tolist() == [HALF - 1])


def visible(page):
    buttons = page.buttons
    names = ("cancel", "pause", "keep", "resume", "write")
    return [name for name in names if getattr(buttons, name).isVisibleTo(page)]


def words(widget):
    return [label.text() for label in widget.findChildren(Label)]


def test_the_device_and_its_share_of_the_peak_are_shown(page, library, qtbot):
    begin(qtbot, page, make_bot(library, seed=fake_engine.WAITS))
    shown = words(page._figures)
    assert "Fake CPU · fp32 · 8.0 of 16 GB free at the start. There is no GPU." in shown
    assert "tokens/s, 32% of the device's peak: normal" in shown


def test_a_training_is_shown_as_it_goes_and_when_it_is_done(page, library, qtbot):
    bot = make_bot(library)
    page.start(bot)
    assert visible(page) == ["cancel"]
    qtbot.waitUntil(lambda: page._shown.stage is Stage.FINISHED)
    assert page.header.subtitle.text().startswith("Done in 1 min: held-out loss from 6.20 to 4.11")
    assert visible(page) == ["write"]
    assert "My dream is sample 0 of 40." in words(page)
    assert "My dream is sample 0 of 30." in words(page)
    assert "held-out loss (base 6.20)" in words(page)
    with qtbot.waitSignal(page.write_requested) as requested:
        page.buttons.write.click()
    assert requested.args[0].ready


def test_it_goes_on_while_another_page_is_shown(page, library, qtbot):
    page.hide()
    page.start(make_bot(library))
    qtbot.waitUntil(lambda: page._shown.stage is Stage.FINISHED)
    page.show()
    x, _ = page._plot._training.getOriginalDataset()
    assert len(x) == fake_engine.STEPS


def test_pause_and_resume(page, library, qtbot):
    bot = make_bot(library, seed=fake_engine.WAITS)
    begin(qtbot, page, bot)
    assert visible(page) == ["cancel", "pause", "keep"]
    page.buttons.pause.click()
    assert page.header.subtitle.text() == "Pausing, saving where it stands …"
    qtbot.waitUntil(lambda: page._shown.stage is Stage.INTERRUPTED)
    assert page.header.subtitle.text() == f"Paused. It can go on from step {HALF} of 40."
    assert visible(page) == ["resume"]
    page.buttons.resume.click()
    qtbot.waitUntil(lambda: page._shown.stage is Stage.FINISHED)
    assert page._shown.history.steps.tolist()[-1] == fake_engine.STEPS


def test_stop_and_keep_is_acknowledged_at_once(page, library, qtbot):
    begin(qtbot, page, make_bot(library, seed=fake_engine.WAITS))
    page.buttons.keep.click()
    assert page.header.subtitle.text() == "Stopping, keeping the best weights so far …"
    assert not page.buttons.keep.isEnabled()
    assert page.buttons.cancel.isEnabled()  # It may take long.
    qtbot.waitUntil(lambda: page._shown.stage is Stage.FINISHED)
    assert "You stopped it." in page.header.subtitle.text()


@pytest.mark.parametrize(("answer", "stage"), [("accept", Stage.INTERRUPTED), ("reject", Stage.TRAINING)])
def test_cancel_asks_first(page, library, qtbot, answer, stage):
    bot = make_bot(library, seed=fake_engine.WAITS)
    begin(qtbot, page, bot)
    page.buttons.cancel.click()
    [question] = page.findChildren(QMessageBox)
    wanted = {
        "accept": QMessageBox.ButtonRole.AcceptRole,
        "reject": QMessageBox.ButtonRole.RejectRole,
    }[answer]
    next(button for button in question.buttons() if question.buttonRole(button) is wanted).click()
    if answer == "accept":
        qtbot.waitUntil(lambda: not page._shown.active)
    assert page._shown.stage is stage


def test_the_question_tells_of_what_was_saved_since_the_training_began(page, library, qtbot):
    bot = make_bot(library, seed=fake_engine.WAITS)
    begin(qtbot, page, bot)
    bot.layout.checkpoint(HALF).mkdir(parents=True, exist_ok=True)
    page.buttons.cancel.click()
    [question] = page.findChildren(QMessageBox)
    assert question.informativeText() == "It can be resumed from where it was last saved."
    question.reject()


@pytest.mark.warns
def test_an_engine_that_is_killed_is_told_and_the_training_resumes(page, library, engine, qtbot):
    bot = make_bot(library, seed=fake_engine.WAITS)
    begin(qtbot, page, bot)
    os.kill(engine.engine_process_id, signal.SIGTERM)
    qtbot.waitUntil(lambda: page._shown.stage is Stage.FAILED)
    assert page.banner.isVisibleTo(page)
    assert page.banner.sentence.text().startswith("The engine stopped without a word")
    assert visible(page) == ["resume"]
    assert page.buttons.resume.text() == "Res&ume"
    page.buttons.resume.click()
    qtbot.waitUntil(lambda: page._shown.stage is Stage.FINISHED)
    assert not page.banner.isVisibleTo(page)
    assert page._shown.history.steps.tolist() == list(range(1, HALF)) + list(range(HALF + 1, 41))


def test_where_all_that_was_saved_is_damaged_it_begins_anew(page, library, qtbot):
    begin(qtbot, page, make_bot(library, seed=fake_engine.WAITS))
    page.buttons.pause.click()
    qtbot.waitUntil(lambda: page._shown.stage is Stage.INTERRUPTED)
    run = page._shown
    run.end(Failed(code="checkpoint-damaged", sentence="It is damaged.", advice="Start it again."), run.bot)
    page.show_bot(run.bot)
    assert page.buttons.resume.text() == "Try a&gain"
    assert "start from the beginning" in page.header.subtitle.text()
    page.buttons.resume.click()
    qtbot.waitUntil(lambda: page._shown.history.steps[-1:].tolist() == [HALF - 1])
    page.buttons.keep.click()
    qtbot.waitUntil(lambda: page._shown.stage is Stage.FINISHED)


def test_a_failure_before_anything_was_saved_offers_to_try_again(page, library, qtbot):
    bot = make_bot(library)
    base = dataclasses.replace(bot.record.base, key="no-such-model", folder=str(library.home.bases / "none"))
    page.start(library.bots.update(bot, dataclasses.replace(bot.record, base=base)))
    qtbot.waitUntil(lambda: page._shown.stage is Stage.FAILED)
    assert page.banner.sentence.text() == "There is no base model called “no-such-model”."
    assert page.buttons.resume.text() == "Try a&gain"


def test_another_bots_training_goes_on_beneath_the_one_shown(page, library, qtbot):
    earlier = make_bot(library, ready=True, name="Otto")
    learning = make_bot(library, seed=fake_engine.WAITS)
    begin(qtbot, page, learning)
    page.show_bot(earlier)
    assert visible(page) == ["write"]
    page.show_bot(learning)
    assert visible(page) == ["cancel", "pause", "keep"]
    assert page._shown.history.steps.tolist() == list(range(1, HALF))


def test_an_earlier_training_is_shown_from_its_folder(page, library, qtbot):
    bot = make_bot(library)
    page.start(bot)
    qtbot.waitUntil(lambda: page._shown.stage is Stage.FINISHED)
    page.show_bot(read_bot(bot.folder))
    assert len(page._shown.history.steps) == fake_engine.STEPS
    assert "My dream is sample 0 of 40." in words(page)


def test_notices_are_shown(page, library, engine, qtbot):
    bot = make_bot(library, seed=fake_engine.WAITS)
    begin(qtbot, page, bot)
    engine.event.emit(Notice(text="The batch was halved."))
    qtbot.waitUntil(lambda: "The batch was halved." in words(page))


def test_every_control_can_be_reached_and_named(page):
    for button in (page.buttons.cancel, page.buttons.pause, page.buttons.keep, page.buttons.resume):
        assert button.text()
        assert button.focusPolicy() & button.focusPolicy().TabFocus
    assert page._progress.accessibleName()


def test_a_training_asked_for_twice_runs_once(page, engine, library, qtbot):
    bot = make_bot(library, seed=fake_engine.WAITS)
    begin(qtbot, page, bot)
    run = page._shown
    page.start(bot, resume=True)  # such as by the offer at the top, which is still there
    assert page._shown is run
    page.buttons.keep.click()
    qtbot.waitUntil(lambda: run.stage is Stage.FINISHED)
    assert engine.current is None

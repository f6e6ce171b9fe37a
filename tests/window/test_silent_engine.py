"""An engine that is stopped by a signal: what the pages say, and how the user gets on."""

import os
import signal
import sys

import pytest

from huggingtweets_gui.library.settings import Settings
from huggingtweets_gui.threads.engine_thread import DescribeRequest, EngineThread, TrainRequest
from huggingtweets_gui.window.main_window import MainWindow
from huggingtweets_gui.window.pages.train_page import TrainPage
from huggingtweets_gui.window.pages.write_page import WritePage
from huggingtweets_gui.window.run import Stage
from tests import fake_engine
from tests.bots import make_bot

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows cannot stop a process by a signal")

HALF = fake_engine.STEPS // 2
BUSY = "If it was only busy, it goes on by itself and this message goes away."


@pytest.fixture
def engine(qapp, tmp_path):
    command = [sys.executable, fake_engine.__file__]
    thread = EngineThread(tmp_path / "engine.log", command, silence_seconds=1.0)
    yield thread
    thread.shutdown()


def show(qtbot, page):
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    return page


@pytest.fixture
def training(qtbot, engine, library):
    """A training that stands still at half of its steps."""
    page = show(qtbot, TrainPage(engine))
    page.start(make_bot(library, seed=fake_engine.WAITS))
    qtbot.waitUntil(lambda: page._shown.history.steps[-1:].tolist() == [HALF - 1])
    return page


@pytest.fixture
def writing(qtbot, engine, library):
    """A writing that waits after its first tweet."""
    page = WritePage(library, engine, Settings())
    page.show_bot(make_bot(library, ready=True))
    show(qtbot, page)
    page.controls.count.setValue(3)
    page.prompt_card.set_prompt("wait")
    page.prompt_card.write_button.click()
    qtbot.waitUntil(lambda: len(page.samples.new) == 1)
    return page


def send(engine, number):
    os.kill(engine.engine_process_id, number)


def fall_silent(qtbot, engine, page):
    send(engine, signal.SIGSTOP)
    qtbot.waitUntil(lambda: page.banner.isVisibleTo(page))


def test_a_silent_training_is_told_and_the_message_goes_when_it_answers(qtbot, engine, training):
    fall_silent(qtbot, engine, training)
    assert training.banner.sentence.text() == "The engine has not answered for 1 seconds."
    assert training.banner.advice.text() == (
        f"{BUSY} After a restart the training goes on from step {HALF}, where it was last saved."
    )
    assert training.banner.action.text() == "Restart the engine"
    send(engine, signal.SIGCONT)
    qtbot.waitUntil(lambda: not training.banner.isVisibleTo(training))
    assert training._shown.stage is Stage.TRAINING


@pytest.mark.warns
def test_a_silent_training_goes_on_with_a_fresh_engine(qtbot, engine, training):
    fall_silent(qtbot, engine, training)
    training.banner.action.click()
    qtbot.waitUntil(lambda: training._shown.stage is Stage.FINISHED)
    assert not training.banner.isVisibleTo(training)
    assert training._shown.history.steps.tolist() == list(range(1, HALF)) + list(range(HALF + 1, 41))


@pytest.mark.warns
def test_who_asks_twice_for_a_fresh_engine_gets_one_training(qtbot, engine, training):
    begun = []
    engine.began.connect(begun.append)
    fall_silent(qtbot, engine, training)
    for _ in range(3):
        training._restart_engine()
    qtbot.waitUntil(lambda: training._shown.stage is Stage.FINISHED)
    engine.describe()
    qtbot.waitUntil(lambda: len(begun) >= 2)
    assert [type(request) for request in begun] == [TrainRequest, DescribeRequest]


@pytest.mark.warns
def test_a_silent_training_that_shall_pause_ends_at_once_and_can_be_resumed(qtbot, engine, training):
    fall_silent(qtbot, engine, training)
    training.buttons.pause.click()
    qtbot.waitUntil(lambda: training._shown.stage is Stage.FAILED)
    assert training.banner.sentence.text() == "The engine did not answer any more, and was ended."
    assert training.header.subtitle.text() == f"Interrupted. It can go on from step {HALF} of 40."
    training.buttons.resume.click()
    qtbot.waitUntil(lambda: training._shown.stage is Stage.FINISHED)


def test_a_silent_writing_is_told_and_the_message_goes_when_it_answers(qtbot, engine, writing):
    fall_silent(qtbot, engine, writing)
    assert writing.banner.advice.text() == f"{BUSY} After a restart it writes anew."
    send(engine, signal.SIGCONT)
    qtbot.waitUntil(lambda: not writing.banner.isVisibleTo(writing))


@pytest.mark.warns
def test_a_silent_writing_begins_anew_with_a_fresh_engine(qtbot, engine, writing):
    fall_silent(qtbot, engine, writing)
    writing.prompt_card.set_prompt("The gulls")
    writing.banner.action.click()
    qtbot.waitUntil(lambda: writing._request is None)
    assert [one.prompt for one in writing.samples.new].count("The gulls") == 3
    assert not writing.banner.isVisibleTo(writing)


def test_an_engine_that_falls_silent_at_the_start_is_told_by_the_window(qtbot, home, library, tmp_path):
    """Its only job then is to look at the computer, where a driver that hangs would show first."""
    stops_once = (
        "import os, signal\n"
        "from pathlib import Path\n"
        "from tests import fake_engine\n"
        f"stopped = Path({str(tmp_path / 'stopped')!r})\n"
        "if not stopped.exists():\n"
        "    stopped.touch()\n"
        "    os.kill(os.getpid(), signal.SIGSTOP)\n"
        "fake_engine.main()\n"
    )
    command = [sys.executable, "-c", stops_once]
    engine = EngineThread(tmp_path / "engine.log", command, silence_seconds=1.0)
    window = MainWindow(home, library)
    window.begin(engine)
    qtbot.addWidget(window, before_close_func=lambda _: engine.shutdown())
    window.show()
    qtbot.waitUntil(window.banner.isVisible)
    assert window.banner.advice.text() == f"{BUSY} Nothing is lost by a restart."
    window.banner.action.click()
    qtbot.waitUntil(lambda: window.sidebar._device.text() == "Fake CPU")
    assert not window.banner.isVisible()


@pytest.mark.warns
def test_a_window_that_closes_does_not_wait_for_a_silent_engine(qtbot, engine, training):
    fall_silent(qtbot, engine, training)
    engine.shutdown()
    assert engine.isFinished()
    assert engine.engine_process_id is None

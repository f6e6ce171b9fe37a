"""The window's log tells what happened, and holds no tweet: neither read, nor searched for, nor written."""

import logging

import pytest
from PySide6.QtCore import Qt, QTimer

from huggingtweets_gui.foundation.log import start_log
from huggingtweets_gui.threads.task_thread import TaskThread
from huggingtweets_gui.window.incidents import Incidents
from huggingtweets_gui.window.run import Stage
from tests import fake_engine
from tests.archives import official_zip
from tests.bots import make_bot
from tests.invented import invented_tweets

# In each tweet, in what is searched for, in the prompt, and so at the head of all that is written.
MARK = "Zwillingsquarz"


@pytest.fixture
def log(home):
    """Write the log as the program does, and return its file."""
    root = logging.getLogger()
    handlers, level, raising = list(root.handlers), root.level, logging.raiseExceptions
    for handler in handlers:
        root.removeHandler(handler)  # or they would be closed
    start_log(home.logs / "window.log")
    yield home.logs / "window.log"
    for handler in list(root.handlers):
        root.removeHandler(handler)
        handler.close()
    for handler in handlers:
        root.addHandler(handler)
    root.setLevel(level)
    logging.raiseExceptions = raising


@pytest.fixture
def archive(tmp_path):
    tweets = invented_tweets(200)
    for tweet in tweets:
        tweet["full_text"] = f"{MARK} {tweet['full_text']}"
    return official_zip(tmp_path / "archive.zip", tweets)


@pytest.mark.warns
def test_the_windows_log_holds_no_tweet(open_window, library, engine, archive, log, tmp_path, qtbot):
    window = open_window()
    pages = window.pages
    # From a zip to a bot.
    pages.source.open_files([archive])
    qtbot.waitUntil(lambda: pages.source.next.isEnabled())
    pages.source.next.click()
    qtbot.waitUntil(lambda: pages.look.next.isEnabled())
    pages.look.tweets.filters.search.setText(MARK)
    qtbot.waitUntil(lambda: is_at_rest(pages.look), timeout=30_000)
    leave_out_first(qtbot, window, pages.look)
    pages.look.next.click()
    pages.plan.start.click()
    qtbot.waitUntil(lambda: any(bot.ready for bot in library.bots.all()), timeout=30_000)
    # Writing, and what goes wrong in it.
    bot = make_bot(library, ready=True)
    pages.show_bot(bot)
    write(qtbot, pages.write, f"{MARK} is")
    assert all(one.written.text.startswith(MARK) for one in pages.write.samples.new)
    pages.write.samples.keep(next(iter(pages.write.samples.new)))
    write(qtbot, pages.write, "die")
    with (bot.folder / "dataset.jsonl").open("ab") as dataset:
        dataset.write(f'{{"text": "{MARK}'.encode() + b"\xff")
    write(qtbot, pages.write, MARK)
    assert pages.write.banner.isVisible()
    # A training and an import that fail.
    pages.train(make_bot(library, seed=fake_engine.DIES, handles=("salt",)), resume=False)
    qtbot.waitUntil(lambda: pages.training._shown.stage is Stage.FAILED, timeout=30_000)
    cut = tmp_path / "cut.js"
    cut.write_text(f'window.YTD.tweets.part0 = [{{"full_text": "{MARK}', encoding="utf-8")
    pages.show_source()
    pages.source.open_files([cut])
    qtbot.waitUntil(lambda: pages.source.banner.isVisible())
    told = log.read_text(encoding="utf-8")
    assert "the engine failed" in told
    assert MARK not in told


@pytest.mark.warns
def test_an_error_that_quotes_a_tweet_is_shown_with_it_and_logged_without(home, log, qtbot):
    def quote():
        raise ValueError(f"{MARK} is no number")

    with Incidents(home.logs) as incidents, qtbot.waitSignal(incidents.happened) as happened:
        QTimer.singleShot(0, quote)
    assert f"ValueError: {MARK} is no number" in happened.args[0].details
    told = log.read_text(encoding="utf-8")
    assert "ValueError" in told
    assert "in quote" in told
    assert MARK not in told


def is_at_rest(look):
    """Whether nothing is going to change the table any more."""
    return not look.findChildren(TaskThread) and not look.tweets.search.pending


def leave_out_first(qtbot, window, look):
    """Leave out a tweet with the keyboard, and wait until that is kept."""
    view = look.tweets.view
    window.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus, timeout=30_000)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.waitUntil(view.selectionModel().hasSelection, timeout=30_000)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    qtbot.waitUntil(look.undo.isEnabled, timeout=30_000)
    qtbot.waitUntil(lambda: not look._saver.busy, timeout=30_000)


def write(qtbot, page, prompt):
    page.prompt_card.set_prompt(prompt)
    page.prompt_card.write_button.click()
    qtbot.waitUntil(lambda: page._request is None, timeout=30_000)

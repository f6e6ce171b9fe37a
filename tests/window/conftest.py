"""What the tests of the window share: archives, an engine that trains nothing."""

import gc
import sys

import pytest

from huggingtweets_gui.threads.collecting import CollectingHere
from huggingtweets_gui.threads.engine_thread import EngineThread
from huggingtweets_gui.window.main_window import MainWindow
from huggingtweets_gui.workflow.importing import import_sources
from tests import fake_engine
from tests.archives import invented_tweets, official_zip


@pytest.fixture(autouse=True)
def _garbage_stays_in_this_thread(qapp):
    """Widgets in cycles are destroyed here, as in the program; see ``CollectingHere``."""
    with CollectingHere():
        yield
        gc.collect()


@pytest.fixture
def archive(tmp_path):
    """Write an archive of @gull_keeper with 200 tweets."""
    return official_zip(tmp_path / "gulls.zip", invented_tweets(200))


@pytest.fixture
def gulls(library, archive):
    """Import the archive of @gull_keeper and return the handle."""
    [imported] = import_sources(library, [archive])
    return imported.author.handle


@pytest.fixture
def engine(qapp, tmp_path):
    thread = EngineThread(tmp_path / "engine.log", [sys.executable, fake_engine.__file__])
    yield thread
    thread.shutdown()


@pytest.fixture
def open_window(qtbot, home, library, engine):
    """Open the window and wait until the engine has described the computer."""

    def opened():
        window = MainWindow(home, library)
        window.begin(engine)
        # A training that still goes on would make it ask before it closes.
        qtbot.addWidget(window, before_close_func=lambda _: engine.shutdown())
        with qtbot.waitSignal(engine.ended):
            window.show()
        return window

    return opened

"""What is seen of the window before it works, and what the user does meanwhile."""

import pytest
from PySide6.QtCore import QObject, Signal

from huggingtweets_gui.foundation.crash_log import CrashLog
from huggingtweets_gui.window import program, session
from huggingtweets_gui.window.first_paint import show_painted
from huggingtweets_gui.window.main_window import MainWindow
from huggingtweets_gui.workflow.opening import Opening, Wish
from tests.bots import make_bot


@pytest.fixture
def window(qtbot, home, library, engine):
    make_bot(library, ready=True, name="Mira")
    window = MainWindow(home, library)
    qtbot.addWidget(window, before_close_func=lambda _: engine.shutdown())
    return window


def test_what_is_painted_first_shows_the_bots_and_stays_where_it_is(window, engine, qtbot):
    window.resize(1000, 700)
    show_painted(window)
    first = window.grab().toImage()
    assert window.sidebar.bots.item(0).text() == "Mira"
    window.begin(engine)
    qtbot.waitUntil(window.pages.source.isVisible)
    whole = window.grab().toImage()
    above = window.steps.geometry().translated(window.sidebar.width(), 0)
    for part in (window.sidebar.geometry(), above):
        assert first.copy(part) == whole.copy(part)
    assert window.focusWidget() is window.pages.source.drop_area.choose


def test_a_window_can_be_closed_before_it_works(window, qtbot):
    show_painted(window)
    assert window.close()


@pytest.fixture
def run(qapp, home, monkeypatch):
    """Start the program; return its exit status, and what is asked of the window once it works."""

    class Application(QObject):
        asked = Signal(object)

    app, asked = Application(), []

    def serve(app_, window, home_, openings, *rest):
        asked.extend(openings)
        app.asked.emit(Opening())  # The window itself listens by now.
        return 0

    monkeypatch.setattr(program, "make_application", lambda: app)
    monkeypatch.setattr(program, "log_qt_messages", lambda: None)
    monkeypatch.setattr(session, "serve", serve)

    def run(meanwhile):
        monkeypatch.setattr(program, "show_painted", lambda window: meanwhile(app, window))
        with CrashLog(home.logs) as crash_log:
            return program.run(home, Opening(Wish.NEW_BOT), crash_log), asked

    return run


def test_a_file_that_macos_sends_at_once_is_opened(run, tmp_path):
    file = Opening(files=(tmp_path / "a.zip",))

    def meanwhile(app, window):
        window.show()
        app.asked.emit(file)

    assert run(meanwhile) == (0, [Opening(Wish.NEW_BOT), file])


def test_a_window_closed_at_once_ends_the_program(run):
    assert run(lambda app, window: window.close()) == (0, [])

"""What is seen of the window before it works, and what the user does meanwhile."""

import pytest

from huggingtweets_gui.window.first_paint import show_painted
from huggingtweets_gui.window.main_window import MainWindow
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

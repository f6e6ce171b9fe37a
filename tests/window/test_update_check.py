"""Newer versions are looked for where the user wants that, once a day."""

import pytest
from PySide6.QtGui import QDesktopServices

from huggingtweets_gui.library.settings import Settings, load_settings
from huggingtweets_gui.window.sidebar import Sidebar
from huggingtweets_gui.window.update_card import UpdateCard
from huggingtweets_gui.window.update_check import UpdateCheck
from tests.services.fake_server import Answer, FakeServer

DAY = 24 * 60 * 60


@pytest.fixture
def page():
    with FakeServer(lambda _: Answer({"tag_name": "v99.1"})) as server:
        yield server


class Start:
    """A start of the program: the check, and what it has told."""

    def __init__(self, home, page, now):
        self.check = UpdateCheck(home, load_settings(home.settings), None, page.address, lambda: now)
        self.told = []
        self.check.told.connect(self.told.append)


@pytest.fixture
def start(home, page, qtbot):
    starts = []

    def start(now=1e9):
        starts.append(Start(home, page, now))
        return starts[-1]

    yield start
    for one in starts:
        qtbot.waitUntil(lambda one=one: not one.check.children())


def test_nothing_is_asked_unless_it_is_turned_on(start, page, qtbot):
    assert Settings().check_for_updates is False
    first = start()
    first.check.begin()
    qtbot.waitUntil(lambda: first.told == [""])
    assert page.asked == []


def test_turned_on_it_asks_at_once_and_then_once_a_day(start, page, qtbot):
    first = start(now=1e9)
    first.check.want(True)
    qtbot.waitUntil(lambda: first.told == ["", "99.1"])
    later = start(now=1e9 + DAY - 1)
    later.check.begin()
    assert later.told == ["99.1"]
    assert len(page.asked) == 1
    next_day = start(now=1e9 + DAY)
    next_day.check.begin()
    qtbot.waitUntil(lambda: len(page.asked) == 2)


def test_turned_off_it_tells_nothing_any_more(start, qtbot):
    first = start()
    first.check.want(True)
    qtbot.waitUntil(lambda: first.told[-1] == "99.1")
    first.check.want(False)
    assert first.told[-1] == ""
    assert start().check.wanted is False


def test_a_failure_is_quiet_and_is_not_repeated_on_the_same_day(start, page, qtbot):
    page.instead.append(Answer(status=500))
    first = start()
    first.check.want(True)
    qtbot.waitUntil(lambda: first.told == ["", ""])
    second = start()
    second.check.begin()
    assert second.told == [""]
    assert len(page.asked) == 1


def test_a_clock_that_was_set_back_does_not_stop_it(start, page, qtbot):
    start(now=2e9).check.want(True)
    qtbot.waitUntil(lambda: len(page.asked) == 1)
    start(now=1e9).check.begin()
    qtbot.waitUntil(lambda: len(page.asked) == 2)


def test_who_closes_the_window_does_not_wait_for_an_answer(start, page, qtbot):
    page.instead.append("hang")
    first = start()
    first.check.want(True)
    qtbot.waitUntil(lambda: len(page.asked) == 1)
    [thread] = first.check.children()
    thread.cancel()
    assert thread.wait(3000)


def test_the_switch_turns_it_on_and_the_sidebar_links_to_it(start, qtbot, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    check = start().check
    card, sidebar = UpdateCard(check), Sidebar()
    for widget in (card, sidebar):
        qtbot.addWidget(widget)
    check.told.connect(sidebar.show_update)
    assert sidebar.update_.isHidden()
    assert not card.switch.isChecked()
    card.switch.click()
    qtbot.waitUntil(lambda: not sidebar.update_.isHidden())
    assert sidebar.update_.text() == "Version 99.1 is there"
    sidebar.update_.click()
    assert opened == ["https://github.com/huggingtweets/huggingtweets-gui/releases/latest"]

"""What nobody expected ends in one dialog, with details to copy and a report to save."""

import itertools
import logging
import sys
import threading
import zipfile

import pytest
from PySide6.QtCore import QObject, QThread, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Cancelled
from huggingtweets_gui.messages import Failed
from huggingtweets_gui.threads.task_thread import TaskThread
from huggingtweets_gui.window import incident_dialog, report_dialog
from huggingtweets_gui.window.incident_dialog import IncidentDialog, IncidentTeller
from huggingtweets_gui.window.incidents import Incident, Incidents
from huggingtweets_gui.window.report_dialog import ReportDialog
from tests import fake_engine
from tests.bots import make_bot

INCIDENT = Incident("Something unexpected went wrong.", "Try again.", "ZeroDivisionError: by the gull")


def break_down():
    raise ZeroDivisionError("by the gull")


@pytest.fixture
def incidents(home):
    with Incidents(home.logs) as installed:
        yield installed


@pytest.fixture
def window(qtbot):
    shown = QWidget()
    qtbot.addWidget(shown)
    shown.show()
    return shown


class Breaking(QThread):
    def run(self):
        break_down()


class Ringing(QObject):
    rang = Signal()


def in_a_slot(parent):
    ringing = Ringing(parent)
    ringing.rang.connect(break_down)
    ringing.rang.emit()


def in_a_qthread(parent):
    thread = Breaking(parent)
    thread.start()
    thread.wait()


def in_a_thread(parent):
    thread = threading.Thread(target=break_down)
    thread.start()
    thread.join()


def in_a_task(parent):
    task = TaskThread(lambda progress: break_down(), parent.logs, parent)
    task.start()
    task.wait()


@pytest.mark.warns
@pytest.mark.parametrize("breaks", [in_a_slot, in_a_qthread, in_a_thread, in_a_task])
def test_an_error_anywhere_is_told_in_the_thread_of_the_window(breaks, incidents, qtbot, home):
    parent = QObject()
    parent.logs = home.logs
    threads = []
    incidents.happened.connect(lambda: threads.append(QThread.currentThread()))
    with qtbot.waitSignal(incidents.happened) as happened:
        QTimer.singleShot(0, lambda: breaks(parent))
    [incident] = happened.args
    assert incident.sentence == "Something unexpected went wrong."
    assert str(home.logs) in incident.advice
    assert "ZeroDivisionError: by the gull" in incident.details
    assert "break_down" in incident.details
    qtbot.waitUntil(lambda: threads == [parent.thread()])


@pytest.mark.warns
def test_an_engine_that_dies_is_told(incidents, engine, library, qtbot):
    told, over = (qtbot.waitSignal(one, timeout=60_000) for one in (incidents.happened, engine.ended))
    with told as happened, over as ended:
        engine.train(make_bot(library, seed=fake_engine.DIES))
    assert isinstance(ended.args[0], Failed)
    assert happened.args[0].sentence == ended.args[0].sentence
    assert "engine stopped" in happened.args[0].sentence


@pytest.mark.warns
def test_an_error_with_words_of_its_own_keeps_them(incidents, qtbot):
    error = UserError(ErrorCode.LIBRARY_NEWER, details="version 9")
    with qtbot.waitSignal(incidents.happened) as happened:
        sys.excepthook(type(error), error, None)
    assert happened.args[0] == Incident(error.sentence, error.advice, "version 9")


@pytest.mark.warns
def test_warnings_and_ctrl_c_are_no_incidents(incidents, qtbot):
    with qtbot.assertNotEmitted(incidents.happened):
        logging.getLogger("huggingtweets_gui.x").warning("fog")
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)


def test_the_hooks_are_given_back():
    before = sys.excepthook, threading.excepthook
    with Incidents("logs"):
        assert sys.excepthook is not before[0]
    assert (sys.excepthook, threading.excepthook) == before


def test_there_is_one_dialog_at_a_time(window, home, monkeypatch):
    teller = IncidentTeller(home, window)
    teller.tell(INCIDENT)
    first = teller.dialog
    assert first.isVisible()
    assert not first.isModal()
    teller.tell(INCIDENT)
    assert teller.dialog is first
    first.accept()
    teller.tell(INCIDENT)  # as the next frame of a painting that fails
    assert teller.dialog is None
    monkeypatch.setattr(incident_dialog, "_SECONDS_OF_REST", 0.0)
    teller.tell(INCIDENT)
    assert teller.dialog.isVisible()


def test_a_window_that_is_gone_shows_nothing(window, home):
    window.hide()
    teller = IncidentTeller(home, window)
    teller.tell(INCIDENT)
    assert teller.dialog is None


def test_the_details_can_be_copied(qtbot, home):
    dialog = IncidentDialog(home, INCIDENT)
    qtbot.addWidget(dialog)
    assert "by the gull" in dialog.details.toPlainText()
    dialog.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert all(words in copied for words in (INCIDENT.sentence, INCIDENT.advice, INCIDENT.details))


def test_the_details_are_shown_where_somebody_asks_for_them(qtbot, home):
    dialog = IncidentDialog(home, INCIDENT)
    qtbot.addWidget(dialog)
    dialog.show()
    plain = dialog.height()
    assert not dialog.details.isVisible()
    dialog.turn.click()
    assert dialog.details.isVisible()
    assert dialog.height() > plain
    dialog.turn.click()
    assert not dialog.details.isVisible()


@pytest.mark.parametrize("details", ["", "by the gull"])
def test_all_of_the_words_are_seen(qtbot, home, details):
    advice = "Nothing that was saved is lost. If it happens again, save a report and send it to somebody. "
    dialog = IncidentDialog(home, Incident("The program crashed the last time.", advice * 3, details))
    qtbot.addWidget(dialog)
    dialog.show()
    labels = dialog.findChildren(QLabel)
    assert all(one.height() >= one.heightForWidth(one.width()) for one in labels)
    if details:
        dialog.turn.click()
        dialog.turn.click()
        assert all(one.height() >= one.heightForWidth(one.width()) for one in labels)


def test_without_details_none_are_offered(qtbot, home):
    dialog = IncidentDialog(home, Incident("The library is newer.", "Update the program.", ""))
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.details.isVisible()
    assert not dialog.turn.isVisible()
    assert not dialog.copy.isVisible()
    assert dialog.save.isVisible()
    assert dialog.focusWidget() is dialog.close_button


def test_a_report_is_shown_before_it_is_saved(qtbot, home, tmp_path, monkeypatch):
    dialog = IncidentDialog(home, INCIDENT)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.save.click()
    [report] = dialog.findChildren(ReportDialog)
    assert not report.save.isEnabled()
    qtbot.waitUntil(report.save.isEnabled)
    qtbot.waitUntil(report.busy.isHidden)
    assert report.close_button.text() == "Close"
    shown = report.preview.toPlainText()
    assert "by the gull" in shown
    chosen = tmp_path / "report.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(chosen), ""))
    report.save.click()
    with zipfile.ZipFile(chosen) as archive:
        assert archive.read("report.txt").decode().strip() in shown
    assert not report.isVisible()


def test_a_report_that_takes_long_says_so_and_can_be_cancelled(qtbot, home, monkeypatch):
    cancelled = []

    def make_for_ever(home, incident, report):
        try:
            for tweets in itertools.count(step=1000):
                report(tweets, 0)
        except Cancelled:
            cancelled.append(True)
            raise

    monkeypatch.setattr(report_dialog, "make_report", make_for_ever)
    report = ReportDialog(home, INCIDENT.text)
    qtbot.addWidget(report)
    report.show()
    qtbot.waitUntil(lambda: "of your tweets were looked for" in report.state.text())
    assert report.busy.isVisible()
    assert report.close_button.text() == "Cancel"
    report.close_button.click()
    assert cancelled
    assert not report.isVisible()


def test_a_report_that_cannot_be_saved_is_told(qtbot, home, tmp_path, monkeypatch):
    report = ReportDialog(home, INCIDENT.text)
    qtbot.addWidget(report)
    report.show()
    qtbot.waitUntil(report.save.isEnabled)
    (tmp_path / "file").touch()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "file" / "a.zip"), ""))
    told = []
    monkeypatch.setattr(report_dialog, "tell_error", lambda *words: told.append(words))
    report.save.click()
    assert len(told) == 1
    assert report.isVisible()


def test_a_report_can_be_given_up_while_it_is_made(qtbot, home):
    report = ReportDialog(home, INCIDENT.text)
    qtbot.addWidget(report)
    report.show()
    report.reject()
    assert not report.isVisible()

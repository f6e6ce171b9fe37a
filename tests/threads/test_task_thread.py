import threading

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.threads.task_thread import TaskThread


@pytest.fixture
def start(qtbot, tmp_path):
    """Start work in a thread and wait for one of its signals; return what it carried."""

    def started(work, signal, before=lambda thread: None):
        thread = TaskThread(work, tmp_path)
        before(thread)
        with qtbot.waitSignal(thread.finished), qtbot.waitSignal(getattr(thread, signal)) as caught:
            thread.start()
        return caught.args

    return started


def test_the_result_of_the_work_comes_as_a_signal(start):
    main = threading.get_ident()
    assert start(lambda report: threading.get_ident() == main, "succeeded") == [False]


def test_an_error_for_the_user_comes_as_it_is(start):
    def work(report):
        raise UserError(ErrorCode.NOT_A_ZIP, name="a.txt")

    [error] = start(work, "failed")
    assert error.sentence == "“a.txt” is not a zip file."


@pytest.mark.warns
def test_an_unexpected_error_has_its_traceback_to_copy(start, tmp_path):
    def work(report):
        return 1 / 0

    [error] = start(work, "failed")
    assert error.code is ErrorCode.INTERNAL
    assert "ZeroDivisionError" in error.details
    assert str(tmp_path) in error.advice


def test_work_stops_at_its_next_report_once_cancelled(start):
    began = threading.Event()

    def work(report):
        began.set()
        while True:
            report(1, 2)

    def cancel_once_begun(thread):
        thread.started.connect(lambda: (began.wait(5), thread.cancel()))

    assert start(work, "cancelled", cancel_once_begun) == []


def test_bytes_beyond_32_bits_are_reported(start):
    done = 5_000_000_000
    assert start(lambda report: report(done, done), "progress") == [done, done]

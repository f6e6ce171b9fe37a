import gc
import threading

from PySide6.QtCore import QObject

from huggingtweets_gui.threads.collecting import CollectingHere


class Cycle(QObject):
    """Notes the thread in which it is destroyed."""

    def __init__(self, ended_in):
        super().__init__()
        self._self = self
        self._ended_in = ended_in

    def __del__(self):
        self._ended_in.append(threading.get_ident())


def make_some(kept):
    """Make as much as a window at work does: what others free meanwhile counts against it."""
    kept += [[number] for number in range(100)]
    return True


def test_cycles_are_collected_in_this_thread_alone(qapp, qtbot):
    gc.collect()
    ended_in = []
    with CollectingHere():
        Cycle(ended_in)
        busy = threading.Thread(target=lambda: [[number] for number in range(100_000)])
        busy.start()
        busy.join()
        assert ended_in == []
        kept = []
        qtbot.waitUntil(lambda: bool(make_some(kept) and ended_in))
    assert ended_in == [threading.get_ident()]
    assert gc.isenabled()


def test_what_comes_by_the_thousand_is_not_looked_through(qapp, qtbot):
    gc.collect()
    with CollectingHere():
        before = gc.get_freeze_count()
        tweets = [[number] for number in range(50_000)]
        qtbot.waitUntil(lambda: gc.get_freeze_count() >= before + len(tweets))
        ended_in = []
        Cycle(ended_in)
        kept = []
        qtbot.waitUntil(lambda: bool(make_some(kept) and ended_in))
    assert gc.get_freeze_count() == 0

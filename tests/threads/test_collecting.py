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


def test_cycles_are_collected_in_this_thread_alone(qapp, qtbot):
    gc.collect()
    ended_in = []
    with CollectingHere():
        Cycle(ended_in)
        busy = threading.Thread(target=lambda: [[number] for number in range(100_000)])
        busy.start()
        busy.join()
        assert ended_in == []
        kept = [[number] for number in range(100_000)]
        qtbot.waitUntil(lambda: bool(ended_in))
        assert len(kept) == 100_000
    assert ended_in == [threading.get_ident()]
    assert gc.isenabled()

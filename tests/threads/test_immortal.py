import subprocess
import sys

_SCRIPT = """
from huggingtweets_gui import threads
from PySide6.QtCore import QObject, Signal

class Bell(QObject):
    rang = Signal(bool)

bell = Bell()
for _ in range(20_000):
    bell.rang.emit(True)
    bell.setObjectName("bell")
"""


def test_many_signals_and_calls_do_not_end_python():
    ended = subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, "")

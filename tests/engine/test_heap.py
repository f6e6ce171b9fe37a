"""What a training frees is there for its next step, and for other programs when it is over."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is changed")

_SIZE = 64 << 20
_HELD_AFTER_FREEING = f"""
import psutil
from huggingtweets_gui.engine.heap import give_back_freed_memory, keep_freed_memory

def held():
    return psutil.Process().memory_info().rss - before

def fill_and_free():
    bytearray({_SIZE})

before = psutil.Process().memory_info().rss
fill_and_free()
print(held())
keep_freed_memory()
fill_and_free()
print(held())
give_back_freed_memory()
print(held())
"""


def test_freed_memory_is_kept_until_it_is_given_back() -> None:
    # A process of its own: what is kept is kept for as long as a process lasts.
    printed = subprocess.check_output([sys.executable, "-c", _HELD_AFTER_FREEING], text=True)
    by_itself, kept, given_back = map(int, printed.split())
    assert by_itself < _SIZE / 4
    assert kept > _SIZE * 3 / 4
    assert given_back < _SIZE / 4

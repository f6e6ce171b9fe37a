"""Keeps Python 3.11 alive under PySide6 6.12.

Measured with PySide6 6.12.0: each ``signal.emit()`` gives back one reference to ``True`` too many, and
each method without a result one to ``None``. Since Python 3.12 these objects are immortal (PEP 683) and
their count means nothing. In 3.11 it reaches zero after some thousand calls, and Python ends with "Fatal
Python error: bool_dealloc".
"""

import ctypes
import sys

# Half of what the counter holds: out of reach from both sides.
_MANY = 1 << (8 * ctypes.sizeof(ctypes.c_ssize_t) - 2)


def make_singletons_immortal() -> None:
    """Give ``None``, ``True`` and ``False`` so many references that they never run out."""
    if sys.version_info >= (3, 12):
        return
    for singleton in (None, True, False):
        # In CPython an object begins with its reference count, and its id is its address.
        ctypes.c_ssize_t.from_address(id(singleton)).value = _MANY

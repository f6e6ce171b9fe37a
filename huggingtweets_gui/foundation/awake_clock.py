"""A clock that stands still while the computer sleeps."""

import sys
import time

if sys.platform == "win32":
    import ctypes

    # Python's monotonic clock counts sleep on Windows, and on Windows alone. This one reads the hardware's
    # timer: others go on by 16 ms at a time, in which a GPU does several training steps.
    _query = ctypes.WinDLL("api-ms-win-core-realtime-l1-1-1").QueryUnbiasedInterruptTimePrecise
    _query.restype = None
    _TICK = 1e-7  # seconds

    def awake_seconds() -> float:
        """Return the seconds that the computer has been awake since a moment that stays the same."""
        ticks = ctypes.c_ulonglong()
        _query(ctypes.byref(ticks))
        return ticks.value * _TICK

else:

    def awake_seconds() -> float:
        """Return the seconds that the computer has been awake since a moment that stays the same."""
        return time.monotonic()

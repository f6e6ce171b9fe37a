"""The clock goes with the others while the computer is awake. That it stands still in sleep no test shows."""

import time

from huggingtweets_gui.foundation.awake_clock import awake_seconds


def test_the_clock_goes_as_fast_as_others_and_never_back() -> None:
    began, began_awake = time.perf_counter(), awake_seconds()
    moments = [began_awake]
    while time.perf_counter() - began < 0.3:
        moments.append(awake_seconds())
    passed = time.perf_counter() - began
    assert moments == sorted(moments)
    assert abs(moments[-1] - began_awake - passed) < 0.1
    assert len(set(moments)) > 100, "it is too coarse for the steps of a GPU"

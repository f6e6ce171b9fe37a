"""Threads that wait for the next product lie down while others compute, and stay awake otherwise."""

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
import torch

from huggingtweets_gui.engine import neighbours

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="GNU's OpenMP, with which torch computes on Linux"),
    pytest.mark.skipif(torch.get_num_threads() < 2, reason="one thread waits for no other"),
]

# Shared work and pauses in turn, as in a training's step: the processor's time tells who waits awake.
_BUSY_SHARE = """
import threading, time, torch
from huggingtweets_gui.engine.neighbours import _Crowd

cores = len(__import__("os").sched_getaffinity(0))

def cores_in_use():
    began, used = time.perf_counter(), time.process_time()
    while time.perf_counter() - began < 1:
        numbers.add_(1)
        time.sleep(0.001)
    return (time.process_time() - used) / (time.perf_counter() - began)

numbers = torch.zeros(1 << 16)
for crowded in (False, True, False):
    crowd = _Crowd(cores - torch.get_num_threads()) if crowded else None
    time.sleep(0.3)
    print(cores_in_use())
    if crowd is not None:
        crowd.leave()
"""


def crowd() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "crowd"]


def test_way_is_made_while_others_compute(monkeypatch: pytest.MonkeyPatch) -> None:
    spare = len(neighbours.psutil.Process().cpu_affinity()) - torch.get_num_threads()
    seen: list[bool] = []

    def loads() -> Iterator[float]:
        for load in (0.0, 0.1, 1.0, 0.2, 1.0, 0.1, 0.1, 0.1, 0.0):
            yield spare + load
            seen.append(bool(crowd()))

    monkeypatch.setattr(neighbours, "_loads", loads)
    neighbours._watch()
    for thread in crowd():
        thread.join(timeout=5)
    assert seen[:7] == [False, False, True, True, True, True, True]
    assert crowd() == []


def test_a_program_that_computes_is_noticed() -> None:
    with subprocess.Popen([sys.executable, "-c", "while True: sum(range(1000))"]) as other:
        assert max(load for load, _ in zip(neighbours._loads(), range(3), strict=False)) > 0.4
        other.kill()


def test_a_crowd_lets_threads_fall_asleep_until_it_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GOMP_SPINCOUNT", "OMP_WAIT_POLICY"):
        monkeypatch.delenv(name, raising=False)
    told = subprocess.check_output([sys.executable, "-c", _BUSY_SHARE], text=True)
    before, crowded, after = map(float, told.split())
    assert crowded < min(before, after) / 2

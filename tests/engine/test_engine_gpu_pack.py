"""The engine itself with a GPU pack: one whose torch fails is given up, and the reason told."""

from pathlib import Path

import pytest

from huggingtweets_gui.engine.device import choose_device
from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.messages import PACK_FAILURE_VARIABLE
from huggingtweets_gui.workflow.describing import describe
from huggingtweets_gui.workflow.engine_client import EngineClient
from huggingtweets_gui.workflow.gpu_pack import choice
from huggingtweets_gui.workflow.gpu_pack.installing import install
from huggingtweets_gui.workflow.gpu_pack.sources import WheelFolder
from huggingtweets_gui.workflow.stopping import StopRequest
from tests.gpu_packs import ignore, lock_of, make_wheel

FAILING = b"""import torch.broken_half_way"""
HALF = b"raise OSError('libcublas.so.13: cannot open shared object file: No such file or directory')"


@pytest.mark.warns
def test_a_torch_that_fails_half_way_leaves_the_processor_and_the_reason(tmp_path: Path, monkeypatch) -> None:
    files = {"torch/__init__.py": FAILING, "torch/broken_half_way.py": HALF}
    lock = lock_of([make_wheel(tmp_path / "wheels", "torch", files)])
    packs = tmp_path / "packs"
    install(lock, packs, WheelFolder(tmp_path / "wheels", lock.wheels), ignore)
    monkeypatch.setattr(choice, "locks_here", lambda: [lock])
    with EngineClient(tmp_path / "engine.log", silence_seconds=60, packs=packs) as client:
        device = describe(client, "auto", lambda event: None, StopRequest())
    assert device.device == "cpu"
    assert device.reason == (
        "The GPU pack could not be loaded: libcublas.so.13: cannot open shared object file: "
        "No such file or directory. Using the processor."
    )


def test_whoever_wants_the_gpu_is_told_why_its_pack_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PACK_FAILURE_VARIABLE, "a library is missing")
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    with pytest.raises(UserError, match="the GPU pack could not be loaded: a library is missing"):
        choose_device("cuda")
    assert choose_device("cpu").reason == "You chose it."

import pytest
import torch

from huggingtweets_gui.engine import device_check
from huggingtweets_gui.engine.device import Device, choose_device
from huggingtweets_gui.engine.device_check import check_device
from huggingtweets_gui.engine.learner import Learner
from huggingtweets_gui.foundation.errors import ErrorCode, UserError


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_check, "_SIZES", {"cpu": (64, 2)})


@pytest.mark.parametrize("precision", ["bf16", "fp16", "fp32"])
def test_a_device_that_works_says_how_fast(precision: str) -> None:
    works = check_device(Device("cpu", "for the test", precision))
    assert (works.device, works.precision) == ("cpu", precision)
    assert works.flops > 0
    assert works.peak_flops > 0


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ("CUDA error: no kernel image is available for execution", ErrorCode.DEVICE_NOT_SUPPORTED),
        ("CUDA driver version is insufficient for CUDA runtime version", ErrorCode.DEVICE_DRIVER_OLD),
        ("CUDA out of memory. Tried to allocate", ErrorCode.OUT_OF_MEMORY),
        ("CUDA error: an illegal memory access was encountered", ErrorCode.DEVICE_BROKEN),
    ],
)
def test_what_is_wrong_is_said(monkeypatch: pytest.MonkeyPatch, error: str, code: ErrorCode) -> None:
    def step(*arguments: object) -> torch.Tensor:
        raise RuntimeError(error)

    monkeypatch.setattr(Learner, "step", step)
    with pytest.raises(UserError) as caught:
        check_device(choose_device("cpu"))
    assert caught.value.code is code
    assert caught.value.details


@pytest.mark.parametrize("loss", [float("nan"), float("inf"), 3.0])
def test_a_device_that_computes_nonsense_is_told(monkeypatch: pytest.MonkeyPatch, loss: float) -> None:
    monkeypatch.setattr(Learner, "step", lambda *arguments: torch.tensor(loss))
    with pytest.raises(UserError) as caught:
        check_device(choose_device("cpu"))
    assert caught.value.code is ErrorCode.DEVICE_WRONG

import pytest
import torch

from huggingtweets_gui.engine import device as device_module
from huggingtweets_gui.engine.device import choose_device
from huggingtweets_gui.foundation.errors import ErrorCode, UserError


def test_without_a_graphics_card_the_processor_is_taken_and_the_reason_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    device = choose_device("auto")
    assert device.kind == "cpu"
    assert "graphics card" in device.reason


def test_a_graphics_card_is_taken_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(device_module, "_why_no_product", lambda: None)
    for capability, precision in (((8, 6), "bf16"), ((7, 5), "fp16"), ((6, 1), "fp32")):
        monkeypatch.setattr(torch.cuda, "get_device_capability", lambda found=capability: found)
        device = choose_device("auto")
        assert (device.kind, device.precision) == ("cuda", precision)


@pytest.mark.warns
def test_a_card_that_cannot_compute_is_left_and_the_reason_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)

    def refuse(*arguments: object, **named: object) -> torch.Tensor:
        raise RuntimeError("CUDA error: no kernel image is available for execution on the device\nmore")

    with monkeypatch.context() as patch:
        patch.setattr(torch, "ones", refuse)
        device = choose_device("auto")
    assert device.kind == "cpu"
    assert device.reason.endswith("the installed PyTorch was not built for it.")


def test_a_card_that_a_game_has_filled_is_left_and_the_reason_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    monkeypatch.setattr(torch.cuda, "empty_cache", lambda: None)
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda: (300 << 20, 8 << 30))
    ones = torch.ones
    with monkeypatch.context() as patch:
        patch.setattr(torch, "ones", lambda *size, device: ones(*size))
        device = choose_device("auto")
    assert device.kind == "cpu"
    assert device.reason.endswith("its memory is full.")


@pytest.mark.parametrize(
    ("machine", "has_instructions", "precision"),
    [("x86_64", True, "bf16"), ("AMD64", False, "fp32"), ("aarch64", False, "bf16")],
)
def test_a_processor_computes_in_bf16_where_it_has_instructions_for_it(
    monkeypatch: pytest.MonkeyPatch, machine: str, has_instructions: bool, precision: str
) -> None:
    """oneDNN says yes for all with AVX-512, and is half as fast as fp32 where it has to make do."""
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: True)
    monkeypatch.setattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", lambda: True)
    monkeypatch.setattr("platform.machine", lambda: machine)
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: has_instructions)
    monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: False)
    assert choose_device("cpu").precision == precision


def test_a_device_that_is_not_there_is_refused_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(UserError) as caught:
        choose_device("cuda")
    assert caught.value.code is ErrorCode.DEVICE_UNAVAILABLE


def test_a_device_describes_itself() -> None:
    described = choose_device("cpu").describe()
    assert described.name
    assert 0 < described.free_memory <= described.total_memory
    assert described.flops > 1e8


def test_a_build_of_torch_without_onednn_takes_the_processor_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: False)
    monkeypatch.delattr(torch.ops, "mkldnn")  # as in the builds for Apple's processors
    assert choose_device("cpu").precision == "fp32"

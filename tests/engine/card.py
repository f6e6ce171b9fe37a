"""A graphics card for tests, and networks that find too little memory there."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
import torch

from huggingtweets_gui import messages
from huggingtweets_gui.engine import device, models


@dataclass(frozen=True)
class Card(device.Device):
    """A graphics card whose arithmetic the processor does."""

    @property
    def torch_device(self) -> torch.device:
        return torch.device("cpu")

    @property
    def name(self) -> str:
        return "Small Card"

    def memory_used(self) -> int:
        return 0

    def describe(self) -> messages.Device:
        return messages.Device(
            device=self.kind,
            name=self.name,
            reason=self.reason,
            precision=self.precision,
            free_memory=0,
            total_memory=0,
            flops=1e9,
        )


def install(monkeypatch: pytest.MonkeyPatch, module: ModuleType) -> Card:
    """Let a card be the device that a module chooses, unless it wants the processor."""
    card = Card("cuda", "It is the fastest device here.", "fp32")

    def choose(wanted: str = "auto") -> device.Device:
        return device.choose_device("cpu") if wanted == "cpu" else card

    monkeypatch.setattr(module, "choose_device", choose)
    return card


def put_into_the_first_network(
    monkeypatch: pytest.MonkeyPatch, hook: Callable[..., None], *, with_kwargs: bool = False
) -> None:
    """Let a hook be called before the layers of the network that is loaded next compute, and of no other."""
    load = models.load

    def load_once(folder: Path, where: torch.device) -> models.LanguageModel:
        model = load(folder, where)
        model.network.base_model.register_forward_pre_hook(hook, with_kwargs=with_kwargs)
        monkeypatch.setattr(models, "load", load)
        return model

    monkeypatch.setattr(models, "load", load_once)

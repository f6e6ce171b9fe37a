"""A network made ready for writing: its weights as the device multiplies by them fastest.

Writing reads every weight for each token and computes little with it, so that it is as fast as the
weights are read. On a processor oneDNN reorders a plain weight before each product, which takes as
long as the product; here that is done once. Layers of the same input are computed in one product,
which takes less time than several small ones.
"""

import copy
from collections.abc import Iterator, Sequence

import torch
from torch import nn
from transformers import PreTrainedModel
from transformers.pytorch_utils import Conv1D

from huggingtweets_gui.engine.device import Device

# The layers that are given the same input one after the other, as Llama and those after it name them.
_SAME_INPUT = (("q_proj", "k_proj", "v_proj"), ("gate_proj", "up_proj"))


class PackedLinear(nn.Module):
    """A linear layer without gradients, with its weight in oneDNN's own order.

    The product is computed in the weight's type; what goes in and comes out has the network's own, as
    under autocast.

    Args:
        weight: bf16 or fp32, [outputs, inputs], contiguous.
        bias: of the same type, [outputs].
    """

    def __init__(self, weight: torch.Tensor, bias: torch.Tensor) -> None:
        super().__init__()
        self._dtype = weight.dtype
        self._weight = torch.ops.mkldnn._reorder_linear_weight(weight)
        self._bias = bias

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """Return [..., outputs] for [..., inputs]."""
        product = torch.ops.mkldnn._linear_pointwise(
            inputs.to(self._dtype), self._weight, self._bias, "none", [], ""
        )
        return torch.Tensor.to(product, inputs.dtype)


class _SharedProduct(nn.Module):
    """One product for several layers of the same input; it is kept until the last of them has its part."""

    def __init__(self, packed: PackedLinear, sizes: list[int]) -> None:
        super().__init__()
        self._packed = packed
        self._sizes = sizes
        self._inputs: torch.Tensor | None = None
        self._parts: tuple[torch.Tensor, ...] = ()

    def forward(self, inputs: torch.Tensor, place: int) -> torch.Tensor:
        if self._inputs is not inputs:
            self._inputs, self._parts = inputs, self._packed(inputs).split(self._sizes, dim=-1)
        part = self._parts[place]
        if place == len(self._parts) - 1:
            self._inputs, self._parts = None, ()
        return part


class _Part(nn.Module):
    """A linear layer whose outputs are some of a shared product's."""

    def __init__(self, shared: _SharedProduct, place: int) -> None:
        super().__init__()
        self._shared = shared
        self._place = place

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        part: torch.Tensor = self._shared(inputs, self._place)
        return part


def ready_for_writing(network: PreTrainedModel, device: Device) -> PreTrainedModel:
    """Return a network of the same architecture that writes fast and cannot learn.

    What it needs no copy of it shares with ``network``, which is left as it is.
    """
    if device.kind != "cpu":
        # Without gradients even the small layers can do with the precision of the products.
        weights = {id(weight): _cast(weight, device.dtype) for weight in network.parameters()}
        return copy.deepcopy(network, weights)
    ready = copy.deepcopy(network, {id(weight): weight for weight in network.parameters()})
    if _can_pack():
        for parent in list(ready.modules()):
            for group in _groups(parent):
                _pack(parent, group, device.dtype)
    return ready


def _groups(parent: nn.Module) -> Iterator[list[str]]:
    """Yield the names of a module's linear layers, together those that are given the same input."""
    linear = [name for name, layer in parent.named_children() if type(layer) in (nn.Linear, Conv1D)]
    for names in _SAME_INPUT:
        if set(names) <= set(linear):
            linear = [name for name in linear if name not in names]
            yield list(names)
    yield from ([name] for name in linear)


def _pack(parent: nn.Module, names: Sequence[str], dtype: torch.dtype) -> None:
    weights, biases = zip(*(_matrix(parent.get_submodule(name), dtype) for name in names), strict=True)
    packed = PackedLinear(torch.cat(weights), torch.cat(biases))
    if len(names) == 1:
        parent.register_module(names[0], packed)
        return
    shared = _SharedProduct(packed, [len(weight) for weight in weights])
    for place, name in enumerate(names):
        parent.register_module(name, _Part(shared, place))


def _matrix(layer: nn.Module, dtype: torch.dtype) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the weight of a linear layer, [outputs, inputs], and its bias, zeros where it has none."""
    assert isinstance(layer, nn.Linear | Conv1D)
    # GPT-2's have their weight the other way round.
    weight = (layer.weight.T if isinstance(layer, Conv1D) else layer.weight).detach().to(dtype)
    return weight, weight.new_zeros(len(weight)) if layer.bias is None else layer.bias.detach().to(dtype)


def _cast(weight: nn.Parameter, dtype: torch.dtype) -> nn.Parameter:
    return nn.Parameter(weight.detach().to(dtype), requires_grad=False)


def _can_pack() -> bool:
    # Elsewhere than on these processors PyTorch multiplies with other libraries.
    return torch.backends.mkldnn.is_available() and torch.backends.cpu.get_cpu_capability().startswith("AVX")

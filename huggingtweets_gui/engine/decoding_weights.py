"""A network made ready for writing: its weights as the device multiplies by them fastest.

Writing reads every weight for each token and computes little with it, so that it is as fast as the
weights are read. On a processor oneDNN reorders a plain weight before each product, which takes as
long as the product; here that is done once.
"""

import copy

import torch
from torch import nn
from transformers import PreTrainedModel
from transformers.pytorch_utils import Conv1D

from huggingtweets_gui.engine.device import Device


class PackedLinear(nn.Module):
    """A linear layer without gradients, with its weight in oneDNN's own order.

    The product is computed in ``dtype``; what goes in and comes out has the network's own type, as
    under autocast.

    Args:
        weight: [outputs, inputs].
        bias: [outputs], or None.
        dtype: bf16 or fp32.
    """

    def __init__(self, weight: torch.Tensor, bias: torch.Tensor | None, dtype: torch.dtype) -> None:
        super().__init__()
        self._dtype = dtype
        weight = weight.detach().to(dtype).contiguous()
        self._weight = torch.ops.mkldnn._reorder_linear_weight(weight)
        self._bias = None if bias is None else bias.detach().to(dtype)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """Return [..., outputs] for [..., inputs]."""
        product = torch.ops.mkldnn._linear_pointwise(
            inputs.to(self._dtype), self._weight, self._bias, "none", [], ""
        )
        return torch.Tensor.to(product, inputs.dtype)


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
            for name, layer in list(parent.named_children()):
                if type(layer) is nn.Linear:
                    parent.register_module(name, PackedLinear(layer.weight, layer.bias, device.dtype))
                elif type(layer) is Conv1D:  # GPT-2's, with its weight the other way round.
                    parent.register_module(name, PackedLinear(layer.weight.T, layer.bias, device.dtype))
    return ready


def _cast(weight: nn.Parameter, dtype: torch.dtype) -> nn.Parameter:
    return nn.Parameter(weight.detach().to(dtype), requires_grad=False)


def _can_pack() -> bool:
    # Elsewhere than on these processors PyTorch multiplies with other libraries.
    return torch.backends.mkldnn.is_available() and torch.backends.cpu.get_cpu_capability().startswith("AVX")

"""A network's weights in fp32, beside the network that computes with a copy of them in 16 bits."""

from collections.abc import Callable, Mapping
from functools import partial

import torch
from torch.utils.hooks import RemovableHandle
from transformers import PreTrainedModel

from huggingtweets_gui.engine.device import Device
from huggingtweets_gui.engine.lookup import lookup
from huggingtweets_gui.engine.snapshot import Tensors


class MasterWeights:
    """The weights of a network that learn, in fp32.

    Where the device computes in 16 bits, the network is left with copies of its matrices in the
    device's precision, and their gradients are added to those of the weights, in fp32: in 16 bits small
    updates would be lost in rounding. This is the mixed precision of Micikevicius et al. 2018,
    arXiv:1710.03740. Each matrix is cast once a step; autocast would do so once a batch's part.

    What the layers add to is in fp32 too, and norms are computed in it. In bf16 every layer rounds that
    sum, and its gradient on the way back: the first layers learn from what is left, and some trainings
    of a model of thirty layers never recover from their first ten steps.

    In fp32 the network computes with the weights themselves. Tokens are looked up in them in any case.

    Args:
        network: fp32, on the device; it computes as said until ``release``.
        device: whose precision it shall compute in.
    """

    def __init__(self, network: PreTrainedModel, device: Device) -> None:
        self._network = network
        self._copies: dict[str, torch.Tensor] = {}
        self._hooks: list[RemovableHandle] = []
        self._replaced: list[torch.nn.Module] = []
        parameters = dict(network.named_parameters())
        self._weights = {name: weight for name, weight in parameters.items() if weight.requires_grad}
        self._is_in_fp32 = device.precision == "fp32"
        if not self._is_in_fp32:
            self._make_copies(parameters, device.dtype)
            for module in dict.fromkeys((network, network.base_model)):
                self._replace_forward(module, torch.autocast(device.kind, device.dtype)(module.forward))
        self._look_up_in_weights(parameters)

    def release(self) -> None:
        """Let the network compute in its weights' own precision again."""
        for hook in self._hooks:
            hook.remove()
        self._hooks = []
        for module in self._replaced:
            module.__dict__.pop("forward", None)
        self._replaced = []

    def items(self) -> list[tuple[str, torch.Tensor]]:
        """Return the weights with their names, for an optimizer; tied weights are there once."""
        return list(self._weights.items())

    def tensors(self) -> Tensors:
        """Return the weights by name: the very tensors."""
        return {name: weight.detach() for name, weight in self._weights.items()}

    @torch.no_grad()
    def replace(self, tensors: Tensors) -> None:
        """Put in other values.

        Raises:
            ValueError: they are of another model; nothing is changed then.
        """
        if _shapes(tensors) != _shapes(self._weights):
            raise ValueError("the weights are those of another model")
        for name, weight in self._weights.items():
            weight.copy_(tensors[name])
        self.renew_copies()

    @torch.no_grad()
    def renew_copies(self) -> None:
        """Let the network compute with what the weights have become."""
        if self._copies:
            torch._foreach_copy_(list(self._copies.values()), [self._weights[name] for name in self._copies])

    def forget_gradients(self) -> None:
        """Free all gradients."""
        for tensor in (*self._weights.values(), *self._copies.values()):
            tensor.grad = None

    def _make_copies(self, parameters: Mapping[str, torch.nn.Parameter], dtype: torch.dtype) -> None:
        for name, copy in parameters.items():
            if copy.dim() < 2:
                continue
            if copy.requires_grad:
                self._weights[name] = weight = torch.nn.Parameter(copy.detach())
                copy.register_post_accumulate_grad_hook(_adding_to(weight))
                self._copies[name] = copy
            copy.data = copy.detach().to(dtype)

    def _look_up_in_weights(self, parameters: Mapping[str, torch.nn.Parameter]) -> None:
        names = {id(parameter): name for name, parameter in parameters.items()}
        for module in self._network.modules():
            if not isinstance(module, torch.nn.Embedding):
                continue
            weight = self._weights.get(names[id(module.weight)])
            # A kind of its own may scale what it looks up.
            if weight is not None and type(module) is torch.nn.Embedding:
                self._replace_forward(module, partial(lookup, weight=weight))
            elif not self._is_in_fp32:
                self._hooks.append(module.register_forward_hook(_in_fp32))

    def _replace_forward(self, module: torch.nn.Module, forward: Callable[..., object]) -> None:
        module.forward = forward
        self._replaced.append(module)


def _adding_to(weight: torch.nn.Parameter) -> Callable[[torch.Tensor], None]:
    """Return a hook that moves the gradient of a weight's copy to the weight."""

    def add(copy: torch.Tensor) -> None:
        assert copy.grad is not None
        if weight.grad is None:
            weight.grad = copy.grad.float()
        else:
            weight.grad += copy.grad
        copy.grad = None

    return add


def _in_fp32(_module: torch.nn.Module, _inputs: object, output: torch.Tensor) -> torch.Tensor:
    return output.float()


def _shapes(tensors: Mapping[str, torch.Tensor]) -> dict[str, torch.Size]:
    return {name: tensor.shape for name, tensor in tensors.items()}

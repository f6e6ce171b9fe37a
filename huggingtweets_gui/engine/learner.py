"""A model that learns: its weights in fp32, a network that computes with a copy of them, and AdamW."""

from collections.abc import Callable, Sequence

import torch

from huggingtweets_gui.engine.attention import use_short_attention
from huggingtweets_gui.engine.batches import bucket, tensors
from huggingtweets_gui.engine.device import Device
from huggingtweets_gui.engine.evaluation import summed_loss
from huggingtweets_gui.engine.models import LanguageModel

_BETAS = (0.9, 0.99)
_GRADIENT_NORM = 1.0
_LOSS_SCALE = "loss scale"


class Learner:
    """A model in training.

    The network computes in the device's precision, its gradients included. What is learnt goes into
    fp32 weights beside it, since in 16 bits small updates would be lost in rounding: the mixed
    precision of Micikevicius et al. 2018, arXiv:1710.03740. Unlike autocast it casts each weight once
    a step, and what lies between the matrix products is computed in 16 bits too.

    Args:
        model: its network is put into the device's precision.
        device: where it is.
        weight_decay: of AdamW.
        micro_batch_tokens: the most tokens, padding included, that are computed at once; a longer
            row is computed alone. The gradients of a batch's parts are summed in fp32.
    """

    def __init__(
        self, model: LanguageModel, device: Device, weight_decay: float, micro_batch_tokens: int
    ) -> None:
        self.model = model
        self.micro_batch_tokens = micro_batch_tokens
        self._device = device
        if device.kind == "cpu":
            use_short_attention(model.network)
        # In fp32 the network computes with the weights themselves.
        self._weights = dict(model.network.named_parameters())
        self._copies: list[torch.Tensor] = []
        if device.precision != "fp32":
            for name, copy in self._weights.items():
                weight = torch.nn.Parameter(copy.detach())
                copy.data = weight.detach().to(device.dtype)
                copy.register_post_accumulate_grad_hook(_summing_into(weight))
                self._copies.append(copy)
                self._weights[name] = weight
        self._optimizer = torch.optim.AdamW(
            self._weights.values(), betas=_BETAS, weight_decay=weight_decay, fused=True
        )
        # Its memory is taken now: a step that finds too little must not have changed anything.
        for weight in self._weights.values():
            self._optimizer.state[weight] = {
                "step": torch.zeros((), device=device.torch_device),
                "exp_avg": torch.zeros_like(weight),
                "exp_avg_sq": torch.zeros_like(weight),
            }
        self._scaler = torch.amp.GradScaler(device.kind, enabled=device.precision == "fp16")

    def step(self, rows: Sequence[Sequence[int]], learning_rate: float) -> torch.Tensor:
        """Learn from one batch.

        Args:
            rows: the tokens of each tweet, sorted by length, a separator before and after.
            learning_rate: of this step.

        Returns:
            The batch's loss before the step in nats a token: a scalar in fp32 on the device, where
            it may be computed still.

        Raises:
            RuntimeError: where there is too little memory, see ``failures.is_out_of_memory``;
                nothing is changed then but the random numbers of dropout.
        """
        lengths = [len(row) for row in rows]
        labels = sum(lengths) - len(rows)
        total = torch.zeros((), device=self._device.torch_device)
        self.model.network.train()
        try:
            for part in bucket(range(len(rows)), lengths, self.micro_batch_tokens):
                inputs, targets = tensors([rows[index] for index in part], self._device.torch_device)
                loss = summed_loss(self.model, inputs, targets) / labels
                self._scaler.scale(loss).backward()
                total += loss.detach()
            self._scaler.unscale_(self._optimizer)
            torch.nn.utils.clip_grad_norm_(self._weights.values(), _GRADIENT_NORM)
        except RuntimeError:
            self._forget_gradients()
            raise
        for group in self._optimizer.param_groups:
            group["lr"] = learning_rate
        self._scaler.step(self._optimizer)
        self._scaler.update()
        self._forget_gradients()
        self._renew_copies()
        return total

    def weights(self) -> dict[str, torch.Tensor]:
        """Return a copy of the weights by name, fp32, in main memory; tied weights are there once."""
        return {name: _to_main_memory(weight) for name, weight in self._weights.items()}

    @torch.no_grad()
    def set_weights(self, weights: dict[str, torch.Tensor]) -> None:
        """Put back what ``weights`` returned."""
        for name, weight in self._weights.items():
            weight.copy_(weights[name])
        self._renew_copies()

    def moments(self) -> dict[str, torch.Tensor]:
        """Return a copy of the optimizer's state by ``name/key``, in main memory."""
        moments = {
            f"{name}/{key}": _to_main_memory(value)
            for name, weight in self._weights.items()
            for key, value in self._optimizer.state[weight].items()
        }
        if self._scaler.is_enabled():
            moments[_LOSS_SCALE] = torch.tensor(self._scaler.get_scale())
        return moments

    @torch.no_grad()
    def set_moments(self, moments: dict[str, torch.Tensor]) -> None:
        """Put back what ``moments`` returned."""
        for name, weight in self._weights.items():
            for key, value in self._optimizer.state[weight].items():
                value.copy_(moments[f"{name}/{key}"])
        if self._scaler.is_enabled() and _LOSS_SCALE in moments:
            self._scaler.update(float(moments[_LOSS_SCALE]))

    def finish(self, weights: dict[str, torch.Tensor]) -> None:
        """Put these weights into the network in fp32; after that it learns no more."""
        for name, weight in self.model.network.named_parameters():
            weight.data = weights[name].to(self._device.torch_device)

    def _forget_gradients(self) -> None:
        self._optimizer.zero_grad(set_to_none=True)
        for copy in self._copies:
            copy.grad = None

    @torch.no_grad()
    def _renew_copies(self) -> None:
        if self._copies:
            torch._foreach_copy_(self._copies, list(self._weights.values()))


def _summing_into(weight: torch.nn.Parameter) -> Callable[[torch.Tensor], None]:
    """Return a hook that adds the gradient of a weight's copy to the weight's own, in fp32."""

    def add(copy: torch.Tensor) -> None:
        assert copy.grad is not None
        if weight.grad is None:
            weight.grad = copy.grad.float()
        else:
            weight.grad += copy.grad
        copy.grad = None

    return add


def _to_main_memory(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.detach().to("cpu", copy=True).contiguous()

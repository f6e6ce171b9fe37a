"""A model that learns: its weights in fp32, a network that computes with a copy of them, and AdamW."""

from collections.abc import Callable, Mapping, Sequence

import torch

from huggingtweets_gui.engine.attention import use_short_attention
from huggingtweets_gui.engine.batches import bucket, tensors
from huggingtweets_gui.engine.device import Device
from huggingtweets_gui.engine.evaluation import summed_loss
from huggingtweets_gui.engine.models import LanguageModel
from huggingtweets_gui.engine.snapshot import Tensors

_BETAS = (0.9, 0.99)
_GRADIENT_NORM = 1.0
_LOSS_SCALE = "loss scale"
_SMALLEST_PART = 64  # tokens: about one long tweet


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
        weights = dict(model.network.named_parameters())
        self._weights = {name: weight for name, weight in weights.items() if weight.requires_grad}
        self._copies: list[torch.Tensor] = []
        # In fp32 the network computes with the weights themselves.
        if device.precision != "fp32":
            for name, copy in weights.items():
                if copy.requires_grad:
                    weight = torch.nn.Parameter(copy.detach())
                    copy.register_post_accumulate_grad_hook(_summing_into(weight))
                    self._copies.append(copy)
                    self._weights[name] = weight
                copy.data = copy.detach().to(device.dtype)
        self._optimizer = torch.optim.AdamW(
            self._weights.values(), betas=_BETAS, weight_decay=weight_decay, fused=True
        )
        # Its memory is taken now: a step that finds too little must not have changed anything.
        for weight in self._weights.values():
            self._optimizer.state[weight] = {
                "step": torch.zeros((), device=device.torch_device),
                "exp_avg": torch.zeros_like(weight, requires_grad=False),
                "exp_avg_sq": torch.zeros_like(weight, requires_grad=False),
            }
        self._scaler = torch.amp.GradScaler(device.kind, enabled=device.precision == "fp16")
        self._checkpoints_activations = False

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

    @property
    def parameters(self) -> int:
        """How many parameters the model has, those included that do not learn."""
        return sum(weight.numel() for weight in self.model.network.parameters())

    @property
    def evaluation_tokens(self) -> int:
        """The most tokens to measure a loss on at once: without gradients each takes less than half."""
        return 2 * self.micro_batch_tokens

    def weights(self) -> Tensors:
        """Return the weights that learn by name, fp32: the very tensors, on the device."""
        return {name: weight.detach() for name, weight in self._weights.items()}

    def copy_of_weights(self) -> Tensors:
        """Return a copy of ``weights`` in main memory."""
        return {name: weight.to("cpu", copy=True).contiguous() for name, weight in self.weights().items()}

    @torch.no_grad()
    def set_weights(self, weights: Tensors) -> None:
        """Take over weights that a learner of the same model has had.

        Raises:
            ValueError: they are of another model; nothing is changed then.
        """
        if _shapes(weights) != _shapes(self._weights):
            raise ValueError("the weights are those of another model")
        for name, weight in self._weights.items():
            weight.copy_(weights[name])
        self._renew_copies()

    def moments(self) -> Tensors:
        """Return the optimizer's state by ``name/key``: the very tensors, on the device."""
        moments: Tensors = {
            f"{name}/{key}": value
            for name, weight in self._weights.items()
            for key, value in self._optimizer.state[weight].items()
        }
        if self._scaler.is_enabled():
            moments[_LOSS_SCALE] = torch.tensor(self._scaler.get_scale())
        return moments

    def set_moments(self, moments: Tensors) -> None:
        """Take over ``moments`` that a learner of the same model has had; without any, begin anew."""
        for name, weight in self._weights.items():
            for key, value in self._optimizer.state[weight].items():
                value.copy_(moments.get(f"{name}/{key}", torch.zeros(())))
        if self._scaler.is_enabled() and _LOSS_SCALE in moments:
            self._scaler.update(float(moments[_LOSS_SCALE]))

    def finish(self, weights: Tensors) -> None:
        """Put these weights into the network in fp32; after that it learns no more."""
        for name, weight in self.model.network.named_parameters():
            weight.data = weights[name].to(self._device.torch_device)

    def checkpoint_activations(self) -> None:
        """Compute activations anew in the backward pass from now on instead of keeping them."""
        self.model.network.gradient_checkpointing_enable({"use_reentrant": False})
        self._checkpoints_activations = True

    def take_less_memory(self) -> str | None:
        """Take less memory from the next step on.

        Returns:
            What is told of it; None where nothing more can be done.
        """
        if self.micro_batch_tokens > _SMALLEST_PART:
            self.micro_batch_tokens //= 2
            return (
                f"There was too little memory. From now on at most {self.micro_batch_tokens} tokens are "
                "computed at once: the bot learns the same, a little more slowly."
            )
        if not self._checkpoints_activations:
            self.checkpoint_activations()
            return (
                "There was too little memory. From now on less is remembered and more computed again: "
                "the bot learns the same, more slowly."
            )
        return None

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


def _shapes(tensors: Mapping[str, torch.Tensor]) -> dict[str, torch.Size]:
    return {name: tensor.shape for name, tensor in tensors.items()}

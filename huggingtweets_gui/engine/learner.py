"""A model that learns: AdamW over its weights, in steps that fit into the memory."""

from collections.abc import Sequence

import torch

from huggingtweets_gui.engine.attention import use_short_attention
from huggingtweets_gui.engine.batches import bucket, tensors
from huggingtweets_gui.engine.device import Device
from huggingtweets_gui.engine.evaluation import summed_loss
from huggingtweets_gui.engine.master_weights import MasterWeights
from huggingtweets_gui.engine.models import LanguageModel
from huggingtweets_gui.engine.snapshot import Tensors

_BETAS = (0.9, 0.99)
# The gradients' norm is 1, so that this is about a hundredth of an ordinary one: weights with next to no
# gradient do not take steps as long as others.
_EPSILON = 1e-6
_GRADIENT_NORM = 1.0
_LOSS_SCALE = "loss scale"
_SCALER_STATE = ("scale", "_growth_tracker")
_SMALLEST_PART = 64  # tokens: about one long tweet


class Learner:
    """A model in training.

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
        self._weights = MasterWeights(model.network, device)
        self._parameters = [weight for _, weight in self._weights.items()]
        self._optimizer = torch.optim.AdamW(
            self._parameters, betas=_BETAS, eps=_EPSILON, weight_decay=weight_decay, fused=True
        )
        # Its memory is taken now: a step that finds too little must not have changed anything.
        for weight in self._parameters:
            self._optimizer.state[weight] = {
                "step": torch.zeros((), device=device.torch_device),
                "exp_avg": torch.zeros_like(weight, requires_grad=False),
                "exp_avg_sq": torch.zeros_like(weight, requires_grad=False),
            }
        self._scaler = self._new_scaler()
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
            RuntimeError, MemoryError: where there is too little memory, see
                ``failures.is_out_of_memory``; nothing is changed then but the random numbers of dropout.
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
            torch.nn.utils.clip_grad_norm_(self._parameters, _GRADIENT_NORM)
        except (RuntimeError, MemoryError):
            self._weights.forget_gradients()
            _forget_failed_backward()
            self._scaler = self._new_scaler(self._scaler)  # It may have unscaled, and would refuse to again.
            raise
        for group in self._optimizer.param_groups:
            group["lr"] = learning_rate
        self._scaler.step(self._optimizer)
        self._scaler.update()
        self._weights.forget_gradients()
        self._weights.renew_copies()
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
        return self._weights.tensors()

    def copy_of_weights(self) -> Tensors:
        """Return a copy of ``weights`` in main memory."""
        return {name: weight.to("cpu", copy=True).contiguous() for name, weight in self.weights().items()}

    def set_weights(self, weights: Tensors) -> None:
        """Take over weights that a learner of the same model has had.

        Raises:
            ValueError: they are of another model; nothing is changed then.
        """
        self._weights.replace(weights)

    def moments(self) -> Tensors:
        """Return the optimizer's state by ``name/key``: the very tensors, on the device."""
        moments: Tensors = {
            f"{name}/{key}": value
            for name, weight in self._weights.items()
            for key, value in self._optimizer.state[weight].items()
        }
        if self._scaler.is_enabled():
            state = self._scaler.state_dict()
            moments[_LOSS_SCALE] = torch.tensor([state[key] for key in _SCALER_STATE])
        return moments

    def set_moments(self, moments: Tensors) -> None:
        """Take over ``moments`` that a learner of the same model has had; without any, begin anew."""
        for name, weight in self._weights.items():
            for key, value in self._optimizer.state[weight].items():
                value.copy_(moments.get(f"{name}/{key}", torch.zeros(())))
        if self._scaler.is_enabled() and _LOSS_SCALE in moments:
            scale, steps = moments[_LOSS_SCALE].tolist()
            state = dict(zip(_SCALER_STATE, (scale, int(steps)), strict=True))
            self._scaler.load_state_dict({**self._scaler.state_dict(), **state})

    def finish(self, weights: Tensors) -> None:
        """Put these weights into the network in fp32; after that it learns no more."""
        self._weights.release()
        for name, weight in self.model.network.named_parameters():
            weight.data = weights[name].to(self._device.torch_device)

    def checkpoint_activations(self) -> None:
        """Compute activations anew in the backward pass from now on, where the model knows how to."""
        if self.model.network.supports_gradient_checkpointing:
            self.model.network.activation_checkpointing_enable({"use_reentrant": False})
        self._checkpoints_activations = True

    def take_less_memory(self) -> str | None:
        """Take less memory from the next step on.

        Returns:
            What is told of it; None where nothing more can be done.
        """
        if self.micro_batch_tokens > _SMALLEST_PART:
            self.micro_batch_tokens = max(_SMALLEST_PART, self.micro_batch_tokens // 2)
            return (
                f"There was too little memory. From now on at most {self.micro_batch_tokens} tokens are "
                "computed at once: the bot learns the same, a little more slowly."
            )
        if self.model.network.supports_gradient_checkpointing and not self._checkpoints_activations:
            self.checkpoint_activations()
            return (
                "There was too little memory. From now on less is remembered and more computed again: "
                "the bot learns the same, more slowly."
            )
        return None

    def _new_scaler(self, former: torch.amp.GradScaler | None = None) -> torch.amp.GradScaler:
        """Return what keeps fp16 gradients from vanishing, at the scale that the former one had found."""
        scaler = torch.amp.GradScaler(self._device.kind, enabled=self._device.precision == "fp16")
        if former is not None:
            scaler.load_state_dict(former.state_dict())
        return scaler


def _forget_failed_backward() -> None:
    """Free what a backward pass that failed on the CPU has left of itself, activations and all.

    Autograd keeps it in a queue of this thread until the next backward pass, and before that comes a
    forward pass, which would find no memory either.
    """
    torch.zeros((), requires_grad=True).backward()

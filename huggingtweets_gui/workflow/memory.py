"""The memory that a training takes at its peak, told before it begins."""

from dataclasses import astuple, dataclass, replace

from huggingtweets_gui.foundation.spare_memory import has_room_for_copy
from huggingtweets_gui.library.bot_record import Hyperparameters
from huggingtweets_gui.messages import Device
from huggingtweets_gui.workflow.architecture import Architecture, Style

ORDINARY_LENGTH = 128
"""Tokens of a long tweet of 280 characters, with room to spare."""

# Python with torch and transformers, and the scratch space of matrix products. On a GPU its driver's
# share is taken already when the free memory is measured.
_LIBRARIES = {"cpu": 560_000_000, "cuda": 100_000_000, "mps": 100_000_000}
_IN_MAIN_MEMORY = {"cpu", "mps"}  # Apple's graphics processors share it.
_ADAM_BYTES = 8  # a parameter: two moments in fp32
# Bytes of the logits that become probabilities at once, in fp32; a processor's fit into its cache.
_GPU_BLOCK = 4 << 26
_EVALUATION_TIMES = 2  # as many tokens at once as in training
_LONGEST_SHORT_ROW = 448  # tokens; up to here a processor computes attention as plain matrix products


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """The memory of a training at its peak, in bytes.

    Attributes:
        weights: in fp32, and the copy in the device's precision.
        optimizer: Adam's two moments.
        gradients: in fp32, and the head's in the device's precision too.
        activations: what the layers keep for the backward pass.
        logits: with their gradients.
        best_weights: a copy of the best weights so far; in main memory, so nothing on an NVIDIA GPU.
        libraries: the program itself.
        checkpoint: the copy that a checkpoint is written from; in main memory, and only taken where
            there is room for it.
        former_best: the weights that were the best when that copy was made, and are written with it.
    """

    weights: int
    optimizer: int
    gradients: int
    activations: int
    logits: int
    best_weights: int
    libraries: int
    checkpoint: int
    former_best: int

    @property
    def total(self) -> int:
        """All that the training cannot do without."""
        return sum(astuple(replace(self, checkpoint=0, former_best=0)))

    @property
    def between_steps(self) -> int:
        """What is held when a checkpoint is due: what the steps have freed is given back before."""
        best_weights_once = self.former_best
        return self.weights + self.optimizer + best_weights_once + self.libraries

    def taken(self, free: int) -> int:
        """Return what is taken of so many free bytes: the checkpoint's copy too where there is room."""
        between, within = free - self.between_steps, free - self.total
        if not has_room_for_copy(self.checkpoint, self.former_best, between, within):
            return self.total
        return self.total + self.checkpoint + self.former_best


def memory_needed(
    architecture: Architecture,
    settings: Hyperparameters,
    device: Device,
    longest: int = ORDINARY_LENGTH,
) -> Memory:
    """Return the memory that a training takes on its device, where that is highest.

    Args:
        architecture: of the base model.
        settings: of the training.
        device: its kind and precision count, not its free memory.
        longest: tokens of the longest tweet, which is never cut into parts.
    """
    held = 4 if device.precision == "fp32" else 2  # bytes of a number in the network
    on_processor = device.device == "cpu"
    in_main_memory = device.device in _IN_MAIN_MEMORY
    adapters = architecture.adapter_parameters(settings.lora_rank)
    trained = adapters or architecture.parameters
    at_once = min(settings.batch_tokens, settings.micro_batch_tokens or settings.batch_tokens)
    in_parts = at_once < settings.batch_tokens
    tokens = max(at_once, longest)

    weights = held * (architecture.parameters + adapters) + (4 * trained if held == 2 else 0)
    activations = tokens * _activations(architecture, settings, device, longest)
    if in_parts and on_processor:
        activations *= 2  # What one part frees is too scattered to serve the next one whole.
    head = 0 if adapters else _head_gradient(architecture, held, in_parts, on_processor)

    def moment(gradients: int, activations: int, logits: int, copies: int = 1) -> Memory:
        return Memory(
            weights=weights,
            optimizer=_ADAM_BYTES * trained,
            gradients=gradients,
            activations=activations,
            logits=logits,
            best_weights=copies * 4 * trained if in_main_memory else 0,
            libraries=_LIBRARIES[device.device],
            checkpoint=(4 + _ADAM_BYTES) * trained if in_main_memory else 0,
            former_best=4 * trained if in_main_memory else 0,
        )

    def logits(tokens: int) -> int:
        whole = architecture.vocabulary * tokens
        return held * whole + (0 if on_processor else min(4 * whole, _GPU_BLOCK))

    held_out = logits(max(_EVALUATION_TIMES * at_once, longest))
    moments = [
        # The backward pass begins, with the head; of earlier parts the gradients are there.
        moment((4 * trained if in_parts else 0) + head, activations, logits(tokens)),
        # It ends. A processor's heap keeps what small tensors have taken.
        moment(4 * trained, activations if on_processor else 0, 0),
        # The held-out loss is looked at: what the steps have freed is given back before. The best weights
        # kept until now are there until the new ones are.
        moment(0, 0, held_out, copies=2),
    ]
    if adapters:
        moments.append(_merging(architecture, device))
    return max(moments, key=lambda memory: memory.total)


def _activations(architecture: Architecture, settings: Hyperparameters, device: Device, longest: int) -> int:
    """Return the bytes that are kept of one token for the backward pass."""
    held = 4 if device.precision == "fp32" else 2
    layer = _layer_activations(architecture, held) + _scores(architecture, held, device, longest)
    if settings.activation_checkpointing:
        # Each layer's input, in fp32, and one layer at a time in full.
        return architecture.layers * 4 * architecture.width + layer
    return architecture.layers * layer


def _layer_activations(architecture: Architecture, held: int) -> int:
    """Return the bytes that one layer keeps of one token, without attention's scores.

    Counted tensor by tensor in the layers of transformers, in training mode. What layers add to, and so
    the input of a norm, is in fp32 in any case.
    """
    width, inner = architecture.width, architecture.intermediate
    if architecture.style is Style.GPT2:
        # Eight about attention, dropout and the norms; what goes into the GELU and comes out of it.
        return 4 * 2 * width + held * (8 * width + 2 * inner)
    # A norm keeps its input and its output before the scale, those of the heads with that one rounded.
    norms = (4 + 4) * 2 * width
    if architecture.norms_heads:
        norms += (4 + held) * (architecture.query_width + architecture.key_width)
    # In 16 bits each of the five matrices after a norm has a rounded input of its own.
    inputs = 2 if held == 4 else 5
    return norms + held * (inputs * width + 4 * architecture.query_width + 4 * inner)


def _scores(architecture: Architecture, held: int, device: Device, longest: int) -> int:
    """Return the bytes of attention's scores that one layer keeps of one token."""
    if device.device == "cuda":
        return 0  # Fused attention keeps none.
    # With dropout, as in GPT-2, there is a mask too; over long rows PyTorch's own attention then keeps more.
    short, long = (3, 6) if architecture.style is Style.GPT2 else (1, 0)
    copies = short if longest <= _LONGEST_SHORT_ROW else long
    return copies * held * architecture.heads * longest


def _head_gradient(architecture: Architecture, held: int, in_parts: bool, on_processor: bool) -> int:
    """Return the bytes of the largest gradient while it is added to what earlier parts have left of it."""
    if held == 4:
        return 4 * architecture.embedding
    # In 16 bits, and cast: a GPU casts what it adds on the way.
    return (held + (4 if on_processor or not in_parts else 0)) * architecture.embedding


def _merging(architecture: Architecture, device: Device) -> Memory:
    """Return the memory at the two ends of a training of additions.

    At first all weights come in fp32. At last they come once more, into main memory, to be merged, and
    are copied to be written; what the training has freed is given back before.
    """
    held = 4 if device.precision == "fp32" else 2
    bytes_each = held + 4 + 4 if device.device in _IN_MAIN_MEMORY else 4
    return Memory(
        weights=bytes_each * architecture.parameters,
        optimizer=0,
        gradients=0,
        activations=0,
        logits=0,
        best_weights=0,
        libraries=_LIBRARIES[device.device],
        checkpoint=0,
        former_best=0,
    )

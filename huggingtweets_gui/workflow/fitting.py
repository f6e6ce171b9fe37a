"""Making a training fit the memory that is free, and saying in words what that takes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

from huggingtweets_gui.library.bot_record import Hyperparameters
from huggingtweets_gui.messages import Device
from huggingtweets_gui.workflow.architecture import Architecture
from huggingtweets_gui.workflow.catalogue import CATALOGUE
from huggingtweets_gui.workflow.memory import ORDINARY_LENGTH, Memory, memory_needed

_USABLE = 0.9  # of the free memory; the rest is for what other programs do meanwhile
_LEAST_TOKENS = 128  # of a part: about one long tweet
_LORA_RANK = 16
_LORA_RATE = 10  # times the learning rate that all weights would take


@dataclass(frozen=True, slots=True)
class Fit:
    """How a training is made to fit the free memory.

    Attributes:
        settings: what it is trained with; where nothing fits, what comes nearest.
        memory: what that takes.
        free: the memory that is free, in bytes.
        fits: whether it fits, with a margin.
        smaller: the name of the largest base model that would fit where this one does not, if any.
    """

    settings: Hyperparameters
    memory: Memory
    free: int
    fits: bool
    smaller: str | None = None

    @property
    def taken(self) -> int:
        """The bytes that it will take."""
        return self.memory.taken(self.free)

    @property
    def sentence(self) -> str:
        """What the user is told, in one or more sentences."""
        free = _gigabytes(self.free)
        if not self.fits:
            wanted = _gigabytes(self.memory.total / _USABLE)
            other = f", or choose {self.smaller}" if self.smaller else ""
            return f"It does not fit: {wanted} should be free, and {free} are. Close other programs{other}."
        fits = f"It fits: about {_gigabytes(self.taken)} of the {free} that are free."
        return " ".join([fits, *self._means()])

    def _means(self) -> Iterator[str]:
        """Tell what was done to make it fit."""
        settings = self.settings
        if settings.lora_rank:
            yield "To fit, only small additions to the model are trained (LoRA)."
        if settings.micro_batch_tokens is not None:
            parts = ceil(settings.batch_tokens / settings.micro_batch_tokens)
            yield f"To fit, each step is computed in {parts} parts; it learns the same, a little more slowly."
        if settings.activation_checkpointing:
            yield "To fit, less is kept in memory and more computed twice; it takes about a third longer."


def fit(
    architecture: Architecture, settings: Hyperparameters, device: Device, longest: int = ORDINARY_LENGTH
) -> Fit:
    """Choose how a training computes, so that it fits into the memory that is free.

    Tried in this order: each batch whole; in parts, smaller and smaller; activations computed anew
    instead of kept; LoRA in place of training all weights. The first three change nothing in what
    is learnt.

    Args:
        architecture: of the base model.
        settings: of the training, as the plan has them.
        device: where it is trained.
        longest: tokens of the longest tweet.
    """
    found = _first_that_fits(architecture, settings, device, longest)
    if found.fits:
        return found
    smaller = (
        model
        for model in sorted(CATALOGUE, key=lambda model: -model.parameters)
        if model.parameters < architecture.parameters
        and _first_that_fits(model.architecture, settings, device, longest).fits
    )
    model = next(smaller, None)
    return replace(found, smaller=model.name.partition(",")[0] if model else None)


def _first_that_fits(
    architecture: Architecture, settings: Hyperparameters, device: Device, longest: int
) -> Fit:
    """Return the first way to compute that fits; where none does, the one that takes least."""
    least: Fit | None = None
    for candidate in _candidates(settings):
        memory = memory_needed(architecture, candidate, device, longest)
        fits = memory.total <= _USABLE * device.free_memory
        found = Fit(candidate, memory, device.free_memory, fits)
        if fits:
            return found
        if least is None or memory.total < least.memory.total:
            least = found
    assert least is not None
    return least


def _candidates(settings: Hyperparameters) -> Iterator[Hyperparameters]:
    """Tell the ways to compute, the best first."""
    adapters = replace(settings, lora_rank=_LORA_RANK, learning_rate=settings.learning_rate * _LORA_RATE)
    for trained in (settings, adapters):
        for checkpointing in (False, True):
            yield replace(trained, activation_checkpointing=checkpointing)
            tokens = settings.batch_tokens
            while tokens > _LEAST_TOKENS:
                tokens = max(tokens // 2, _LEAST_TOKENS)
                yield replace(trained, activation_checkpointing=checkpointing, micro_batch_tokens=tokens)


def _gigabytes(count: float) -> str:
    return f"{count / 1e9:.1f} GB"

"""The loss of a model on tweets it does not learn from."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch.nn import functional

from huggingtweets_gui.engine.batches import Tweets, bucket, tensors
from huggingtweets_gui.engine.device import Device
from huggingtweets_gui.engine.models import LanguageModel

_BATCH_TOKENS = 2048


@dataclass(frozen=True)
class HeldOut:
    """A held-out loss.

    Attributes:
        loss: nats a token, each tweet's end counted.
        bits: bits a character, which compares models with different tokenizers.
    """

    loss: float
    bits: float


def summed_loss(model: LanguageModel, inputs: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Return the summed loss in nats, a scalar in fp32, of a batch as ``batches.tensors`` makes it."""
    logits = model.network(input_ids=inputs, use_cache=False).logits
    return functional.cross_entropy(logits.flatten(0, 1).float(), labels.flatten(), reduction="sum")


@torch.no_grad()
def evaluate(
    model: LanguageModel, tweets: Tweets, device: Device, keep_going: Callable[[], bool]
) -> HeldOut | None:
    """Return the loss on ``tweets``; None as soon as ``keep_going`` says no."""
    lengths = [len(row) for row in tweets.rows]
    nats = 0.0
    model.network.eval()
    for batch in bucket(sorted(range(len(lengths)), key=lengths.__getitem__), lengths, _BATCH_TOKENS):
        if not keep_going():
            return None
        inputs, labels = tensors([tweets.rows[position] for position in batch], device.torch_device)
        with device.autocast():
            nats += summed_loss(model, inputs, labels).item()
    return HeldOut(nats / tweets.labels, nats / math.log(2) / tweets.characters)

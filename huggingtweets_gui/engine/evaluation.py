"""The loss of a model on tweets it does not learn from."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch.nn import functional

from huggingtweets_gui.engine.batches import Tweets, bucket, tensors
from huggingtweets_gui.engine.linear_cross_entropy import linear_cross_entropy
from huggingtweets_gui.engine.models import LanguageModel

_BATCH_TOKENS = 1024
_FIRST_PART = 4  # a quarter of the first batch is measured alone, so that something is known soon


@dataclass(frozen=True)
class HeldOut:
    """A held-out loss.

    Attributes:
        loss: nats a token, each tweet's end counted.
        bits: bits a character, which compares models with different tokenizers.
    """

    loss: float
    bits: float


def untold(loss: float, done: int) -> None:
    """What ``evaluate`` tells on its way, for callers that need none of it."""


def summed_loss(model: LanguageModel, inputs: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Return the summed loss in nats, a scalar in fp32, of a batch as ``batches.tensors`` makes it."""
    if model.has_plain_head:
        hidden = model.network.base_model(input_ids=inputs, use_cache=False).last_hidden_state
        weight = model.network.get_output_embeddings().weight
        return linear_cross_entropy(hidden.flatten(0, 1), weight, labels.flatten())
    logits = model.network(input_ids=inputs, use_cache=False).logits
    return functional.cross_entropy(logits.flatten(0, 1).float(), labels.flatten(), reduction="sum")


@torch.no_grad()
def evaluate(
    model: LanguageModel,
    tweets: Tweets,
    keep_going: Callable[[], bool],
    batch_tokens: int = _BATCH_TOKENS,
    so_far: Callable[[float, int], None] = untold,
) -> HeldOut | None:
    """Measure the loss on tweets in the precision of the model's weights, without dropout.

    Args:
        model: stays in evaluation mode.
        tweets: what is measured on.
        keep_going: asked before each batch.
        batch_tokens: the most tokens, padding included, that are computed at once.
        so_far: is given the loss of the tweets measured so far, in nats a token, and how many they are.
            Those of middling lengths come first: the shortest are the hardest to foresee, the longest
            the easiest.

    Returns:
        The loss; None as soon as ``keep_going`` says no.
    """
    lengths = [len(row) for row in tweets.rows]
    device = model.network.device
    model.network.eval()
    nats: list[float] = []
    done = labels = 0
    batches = bucket(sorted(range(len(lengths)), key=lengths.__getitem__), lengths, batch_tokens)
    for batch in _from_the_middle(batches):
        if not keep_going():
            return None
        rows = [tweets.rows[position] for position in batch]
        nats.append(summed_loss(model, *tensors(rows, device)).item())
        done += len(rows)
        labels += sum(len(row) - 1 for row in rows)
        so_far(math.fsum(nats) / labels, done)
    total = math.fsum(nats)
    return HeldOut(total / tweets.labels, total / math.log(2) / tweets.characters)


def _from_the_middle(batches: Sequence[list[int]]) -> list[list[int]]:
    """Return the batches by their distance from the middle one; a part of that comes first, known soon."""
    middle = (len(batches) - 1) / 2
    order = sorted(range(len(batches)), key=lambda at: abs(at - middle))
    nearest, *others = (batches[at] for at in order)
    few = max(1, len(nearest) // _FIRST_PART)
    return [part for part in (nearest[:few], nearest[few:], *others) if part]

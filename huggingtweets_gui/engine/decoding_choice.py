"""The next token of each row, drawn from the distribution that transformers' own processors define.

transformers sorts the whole vocabulary of each row at each token to find what top-p keeps. Here a
token is drawn first, from all of them, and drawn again where top-p does not keep it: what is
accepted has exactly the distribution that top-p leaves (rejection sampling), and whether a token is
kept follows from one sum, the probability of all that are more likely. A draw is accepted with a
chance of top-p at least.
"""

import torch
from transformers import GenerationConfig


def choose_tokens(
    logits: torch.Tensor, history: torch.Tensor, config: GenerationConfig, generator: torch.Generator
) -> torch.Tensor:
    """Draw a token for each row.

    The controls work in transformers' order: repetition penalty, temperature, top-k, top-p, min-p.
    The only difference is among tokens of equal probability at the edge of what top-k or top-p
    keeps: there transformers goes by the order of its sort, and top-p here keeps them all.

    Args:
        logits: fp32 [rows, vocabulary].
        history: int64 [rows, tokens], all that stands in each row, which the repetition penalty counts.
        config: temperature, top_k, top_p, min_p and repetition_penalty are heeded.
        generator: the random numbers, on the device of ``logits``.

    Returns:
        int64 [rows, 1].

    Raises:
        FloatingPointError: where logits are not numbers.
    """
    scores = _penalized(logits, history, config.repetition_penalty) / config.temperature
    if not config.top_k:
        return _draw(scores.softmax(-1), config.top_p, config.min_p or 0.0, generator)
    likeliest = scores.topk(min(config.top_k, scores.shape[-1]))
    places = _draw(likeliest.values.softmax(-1), config.top_p, config.min_p or 0.0, generator)
    return torch.gather(likeliest.indices, -1, places)


def _penalized(logits: torch.Tensor, history: torch.Tensor, penalty: float) -> torch.Tensor:
    if penalty == 1.0:
        return logits
    seen = logits.gather(-1, history)
    return logits.scatter(-1, history, torch.where(seen < 0, seen * penalty, seen / penalty))


def _draw(
    probabilities: torch.Tensor, top_p: float, min_p: float, generator: torch.Generator
) -> torch.Tensor:
    """Return a place in each row of ``probabilities``, [rows, tokens], drawn from what the shares keep."""
    drawable = probabilities
    if min_p > 0:
        least = min_p * probabilities.amax(-1, keepdim=True)
        drawable = probabilities.where(probabilities >= least, 0.0)
    cumulative = drawable.cumsum(-1)
    if not cumulative[:, -1].isfinite().all():
        raise FloatingPointError("the logits are not numbers")
    drawn = torch.empty((len(probabilities), 1), dtype=torch.int64, device=probabilities.device)
    pending = torch.arange(len(probabilities), device=probabilities.device)
    while True:
        # The first token at which the cumulative probability passes a random share of its end.
        share = torch.rand((len(pending), 1), device=probabilities.device, generator=generator)
        places = torch.searchsorted(cumulative, share * cumulative[:, -1:], right=True)
        places.clamp_(max=probabilities.shape[-1] - 1)  # A share may round to all of it.
        drawn[pending] = places
        refused = ~_is_kept(probabilities, places, top_p)
        if not refused.any():
            return drawn
        pending, probabilities, cumulative = pending[refused], probabilities[refused], cumulative[refused]


def _is_kept(probabilities: torch.Tensor, places: torch.Tensor, top_p: float) -> torch.Tensor:
    """Return bool [rows]: top-p keeps a token while those before it have less than ``top_p`` together."""
    own = probabilities.gather(-1, places)
    if top_p >= 1:
        return own[:, 0] > 0
    more_likely = (probabilities * (probabilities > own)).sum(-1)
    # The most likely token is always kept.
    return (own[:, 0] > 0) & ((more_likely < top_p) | (more_likely == 0))

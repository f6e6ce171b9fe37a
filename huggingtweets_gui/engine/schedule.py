"""The learning rate over a training."""

import math


def schedule(progress: float, warmup_share: float) -> float:
    """Return the share of the peak learning rate: up in a line, then down to zero in a cosine.

    Args:
        progress: the share of the run that is done, 0 to 1.
        warmup_share: the share of the run in which the rate rises.
    """
    if progress < warmup_share:
        # The first step learns a little, not nothing.
        return max(progress / warmup_share, 0.02)
    return 0.5 * (1 + math.cos(math.pi * (progress - warmup_share) / (1 - warmup_share)))

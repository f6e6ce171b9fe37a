"""The learning rate over a training."""

import math


def schedule(progress: float, warmup_share: float, final_share: float = 0.0) -> float:
    """Return the share of the peak learning rate: up in a line, then down in a cosine.

    Args:
        progress: the share of the run that is done, 0 to 1.
        warmup_share: the share of the run in which the rate rises.
        final_share: the share of the peak that the rate ends at.
    """
    if progress < warmup_share:
        # The first step learns a little, not nothing.
        return max(progress / warmup_share, 0.02)
    fall = 0.5 * (1 - math.cos(math.pi * (progress - warmup_share) / (1 - warmup_share)))
    return 1 - (1 - final_share) * fall

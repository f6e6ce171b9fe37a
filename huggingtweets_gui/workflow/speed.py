"""How fast a device trains, and whether that is as fast as it should be."""

from huggingtweets_gui.foundation.flops import TRAINING_FLOPS
from huggingtweets_gui.messages import DeviceWorks

# Training steps reach a fifth to three fifths of the speed of a plain matrix product: the rest is
# reading and writing memory.
_NORMAL_SHARE = 0.2
# Seconds. A step is thousands of operations, and each takes a GPU some time to begin: where that is all that
# a step takes, the share of the peak says nothing.
_SHORT_STEP = 0.1
# Of the speed that its maker names, a plain matrix product should reach half at least.
_EXPECTED_SHARE = 0.5
# Operations a second of dense matrix products in 16 bits with sums in fp32, as they are widely reported.
_KNOWN_PEAKS = {
    "RTX 3060": 25e12,
    "RTX 3080": 60e12,
    "RTX 3090": 71e12,
    "RTX 4090": 165e12,
}


def share_of_peak(parameters: int, tokens_per_second: float, peak_flops: float) -> float:
    """Return the share of a device's matrix product speed that a training reaches, 0 to 1."""
    return TRAINING_FLOPS * parameters * tokens_per_second / peak_flops


def is_normal(share: float) -> bool:
    """Return whether large training steps that reach this share of the peak are as fast as they should be."""
    return share >= _NORMAL_SHARE


def is_training_normal(share: float, step_seconds: float) -> bool:
    """Return the same of a training, whose steps may be small."""
    return is_normal(share) or step_seconds < _SHORT_STEP


def in_words(works: DeviceWorks) -> str:
    """Return what the user is told of a device that was checked."""
    share = works.flops / works.peak_flops
    if not is_normal(share):
        rest = (
            f"only {share:.0%} of what it reaches in a plain matrix product. Another program may be using it."
        )
    else:
        rest = f"{share:.0%} of what it reaches in a plain matrix product, which is normal."
        known = next((card for card in _KNOWN_PEAKS if works.name.endswith(card)), None)
        if known is not None and works.peak_flops < _EXPECTED_SHARE * _KNOWN_PEAKS[known]:
            rest += f" But an {known} can be twice as fast: it may be hot, short of power, or in use."
    return f"It works: {_speed(works.flops)} in training steps, {rest}"


def _speed(flops: float) -> str:
    if flops >= 1e12:
        return f"{flops / 1e12:.1f} trillion operations a second"
    return f"{flops / 1e9:.0f} billion operations a second"

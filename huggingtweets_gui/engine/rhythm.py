"""How often checkpoints are written."""

from dataclasses import dataclass

# Writing in the background takes some of a core and of the disk from the training, but does not stop it.
_BACKGROUND_WEIGHT = 0.25


@dataclass(frozen=True)
class Rhythm:
    """How often checkpoints are written: each costs gigabytes of writing.

    Attributes:
        shortest_pause: seconds between two of them at least.
        share: of the time, at most, that goes into them.
    """

    shortest_pause: float = 20.0
    share: float = 0.05

    def pause(self, standing: float, in_background: float) -> float:
        """Return the seconds until the next one.

        Args:
            standing: seconds that the training stood still for the last one.
            in_background: seconds of writing it while the training went on.
        """
        return max(self.shortest_pause, (standing + _BACKGROUND_WEIGHT * in_background) / self.share)

"""When memory is spent on a checkpoint's copy: what the engine does, and what is told before a training."""

# On Windows and macOS nothing tells what a step takes, since what it frees counts as free at once. So as much
# as is copied is left for it, too; its gradients take a third of that.
_LARGEST_SHARE = 0.5


def has_room_for_copy(copied: int, best: int, free: int, free_in_steps: int) -> bool:
    """Return whether a checkpoint is written from a copy, while the training goes on.

    Args:
        copied: bytes of the weights and of what the optimizer keeps of them.
        best: bytes of the best weights, which may be replaced while they are written.
        free: bytes of main memory that are free between two steps.
        free_in_steps: those that are free where a step takes most.
    """
    return copied <= _LARGEST_SHARE * free and copied + best <= free_in_steps

"""When memory is spent on a checkpoint's copy: what the engine does, and what is told before a training."""

# At least as much is left then for the next step, whose gradients take a third of it.
_LARGEST_SHARE = 0.5


def has_room_for_copy(copied: int, free: int) -> bool:
    """Return whether a checkpoint is written from a copy, while the training goes on.

    Args:
        copied: bytes of the weights and of what the optimizer keeps of them.
        free: bytes of main memory that are free at that moment.
    """
    return copied <= _LARGEST_SHARE * free

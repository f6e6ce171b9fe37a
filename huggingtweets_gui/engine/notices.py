"""What the user is told when a training falls and gets up again."""

from huggingtweets_gui.messages import Notice


def gone_back(lost_at: int, step: int) -> Notice:
    """Return what is told when the training goes back to ``step`` from one that led nowhere."""
    return Notice(
        text=f"The loss was no longer a number at step {lost_at:,}. "
        f"It goes on from step {step:,} with half the learning rate."
    )


def given_up(lost_at: int) -> Notice:
    """Return what is told when going back has helped no more, and there is something to keep."""
    return Notice(
        text=f"The loss was no longer a number at step {lost_at:,}. The best weights before that are kept."
    )

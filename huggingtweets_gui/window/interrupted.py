"""Finding the training that was interrupted, to offer that it goes on."""

import json
from collections.abc import Iterable

from huggingtweets_gui.library.bot_store import Bot


def interrupted_bot(bots: Iterable[Bot]) -> Bot | None:
    """Return the newest bot whose training can be resumed, or None."""
    return next((bot for bot in bots if bot.resumable_step is not None), None)


def offer(bot: Bot) -> str:
    """Return the sentence that offers to resume the training of ``bot``."""
    handles = " & ".join(f"@{author.handle}" for author in bot.record.authors)
    steps = _steps(bot)
    of = f" of {steps:,}" if steps else ""
    return f"The training of {handles} was interrupted at step {bot.resumable_step:,}{of}."


def _steps(bot: Bot) -> int:
    """Return how many steps the training has at most, or 0 where it does not say."""
    try:
        lines = bot.layout.metrics.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return 0
    for line in reversed(lines):
        try:
            steps = json.loads(line).get("steps")
        except (ValueError, AttributeError):
            continue  # A line cut off by whatever interrupted the training.
        if isinstance(steps, int):
            return steps
    return 0

"""Finding the training that was interrupted, to offer that it goes on."""

from collections.abc import Iterable

from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.window.run_history import read_history


def interrupted_bot(bots: Iterable[Bot]) -> Bot | None:
    """Return the newest bot whose training can be resumed, or None."""
    return next((bot for bot in bots if bot.resumable_step is not None), None)


def offer(bot: Bot) -> str:
    """Return the sentence that offers to resume the training of ``bot``."""
    handles = " & ".join(f"@{author.handle}" for author in bot.record.authors)
    last = read_history(bot.layout.metrics).last
    of = f" of {last.steps:,}" if last else ""
    return f"The training of {handles} was interrupted. It can go on from step {bot.resumable_step:,}{of}."

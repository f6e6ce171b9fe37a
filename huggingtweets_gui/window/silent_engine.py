"""Telling that the engine is not heard any more, and offering to start another."""

from huggingtweets_gui.messages import Silent
from huggingtweets_gui.window.widgets import Banner


def show_silence(banner: Banner, silent: Silent, restarted: str) -> None:
    """Tell in ``banner`` what is going on, what can be done, and what happens then.

    Args:
        banner: ``acted`` is emitted when the engine shall be restarted.
        silent: what its client told.
        restarted: a sentence on what comes after a restart.
    """
    banner.show_warning(
        f"The engine has not answered for {silent.seconds:.0f} seconds.",
        f"If it was only busy, it goes on by itself and this message goes away. {restarted}",
        "Restart the engine",
    )

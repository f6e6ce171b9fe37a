"""Keeping the computer from falling asleep in the middle of a training."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

_log = logging.getLogger(__name__)


@contextmanager
def kept_awake() -> Iterator[None]:
    """Ask the system not to sleep by itself meanwhile; its screen may still turn off.

    Where a system has no way to ask, or refuses, the log says so: no work fails for that.
    """
    from wakepy import keep  # Loaded when first needed, so that the window is painted sooner.

    request = ExitStack()
    try:
        mode = request.enter_context(keep.running(on_fail="pass"))
        if not mode.active:
            _log.info("the computer may fall asleep: %s", mode.result.get_failure_text(style="inline"))
    except Exception:  # The desktops' services fail in many ways.
        _log.info("the computer may fall asleep", exc_info=True)
    try:
        yield
    finally:
        try:
            request.close()
        except Exception:
            _log.info("the system was not told that it may sleep again", exc_info=True)

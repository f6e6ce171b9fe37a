"""Which torch the engine is started with: the GPU pack's as long as that loads, else the program's own."""

import logging
from pathlib import Path

from huggingtweets_gui.messages import PACK_FAILURE_VARIABLE, PACK_VARIABLE
from huggingtweets_gui.workflow.gpu_pack.lock import locks_here
from huggingtweets_gui.workflow.gpu_pack.places import is_installed
from huggingtweets_gui.workflow.gpu_pack.uses import Use

_log = logging.getLogger(__name__)

LOADING_SECONDS = 600.0
"""How long a pack may take to load: a slow disk and a scanner for viruses need minutes."""


class TorchChoice:
    """Chooses the torch of the next engine, and tells other processes while that one uses a pack.

    Args:
        packs: the folder of all GPU packs; None for the program's own torch in any case.
    """

    def __init__(self, packs: Path | None) -> None:
        self._packs = packs
        self._use = Use(packs) if packs is not None else None
        self._failure: str | None = None
        self.uses_pack = False

    def environment(self) -> dict[str, str]:
        """Look whether there is a pack to use, and return the variables that tell the engine."""
        pack = self._installed()
        self.uses_pack = pack is not None and self._failure is None
        if self.uses_pack and self._use is not None:
            self._use.begin()
        if pack is None:
            return {}
        if self._failure is not None:
            return {PACK_FAILURE_VARIABLE: self._failure}
        return {PACK_VARIABLE: str(pack)}

    def give_up(self, reason: str) -> None:
        """Take note that the pack does not load: it is not tried again until ``forget_failure``."""
        _log.warning("the GPU pack is not used: %s", reason)
        self._failure = reason
        self.uses_pack = False

    def engine_ended(self) -> None:
        """Take note that no engine runs that was started with what ``environment`` has returned."""
        if self._use is not None:
            self._use.end()

    def forget_failure(self) -> None:
        """Take note that the packs may be others now."""
        self._failure = None

    def _installed(self) -> Path | None:
        if self._packs is None:
            return None
        packs = self._packs
        return next((packs / lock.id for lock in locks_here() if is_installed(packs, lock)), None)

"""The program as a process of its own, with an engine that trains nothing."""

import sys
from pathlib import Path
from typing import Any

from huggingtweets_gui.__main__ import main
from huggingtweets_gui.threads import engine_thread
from tests import fake_engine


class _FakeEngineThread(engine_thread.EngineThread):
    def __init__(self, log: Path, **options: Any) -> None:
        super().__init__(log, [sys.executable, fake_engine.__file__], **options)


engine_thread.EngineThread = _FakeEngineThread  # type: ignore[misc]
sys.exit(main())

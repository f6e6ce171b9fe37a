"""The samples that the user kept."""

import time
from dataclasses import dataclass
from pathlib import Path

from huggingtweets_gui.library.database import Database


@dataclass(frozen=True, slots=True)
class KeptSample:
    """A kept tweet of a bot; ``kept_at`` in seconds since 1970."""

    id: int
    prompt: str
    text: str
    kept_at: int


class SampleStore:
    """Reads and writes kept samples, by the bot's folder."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, bot: Path, prompt: str, text: str) -> KeptSample:
        """Keep a sample of the bot in the folder ``bot``, which the library must know."""
        now = int(time.time())
        with self._database.writing() as connection:
            cursor = connection.execute(
                "INSERT INTO samples (bot, prompt, text, kept_at) VALUES (?, ?, ?, ?)",
                (str(bot), prompt, text, now),
            )
        return KeptSample(int(cursor.lastrowid or 0), prompt, text, now)

    def kept(self, bot: Path) -> list[KeptSample]:
        """Return the kept samples of a bot, newest first."""
        rows = self._database.rows(
            "SELECT id, prompt, text, kept_at FROM samples WHERE bot = ? ORDER BY id DESC", (str(bot),)
        )
        return [KeptSample(*row) for row in rows]

    def discard(self, sample_id: int) -> None:
        """Delete a kept sample."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM samples WHERE id = ?", (sample_id,))

"""Where the library goes on reading an author from a service."""

import json
from collections.abc import Mapping
from typing import Any

from huggingtweets_gui.library.database import Database


class DownloadStore:
    """Remembers for each author and service a state, which is any JSON object."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def state(self, handle: str, service: str) -> dict[str, Any]:
        """Return the state kept last; ``{}`` where there is none, or none that can be read."""
        rows = self._database.rows(
            "SELECT state FROM downloads WHERE author = ? AND service = ?", (handle, service)
        )
        try:
            state = json.loads(rows[0][0]) if rows else {}
        except ValueError:
            return {}
        return state if isinstance(state, dict) else {}

    def keep(self, handle: str, service: str, state: Mapping[str, object]) -> None:
        """Keep the state in place of the one before."""
        with self._database.writing() as connection:
            connection.execute(
                """INSERT INTO downloads (author, service, state) VALUES (?, ?, ?)
                ON CONFLICT (author, service) DO UPDATE SET state = excluded.state""",
                (handle, service, json.dumps(state)),
            )

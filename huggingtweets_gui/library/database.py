"""The SQLite database of the library: its schema, and how an older one is brought up to date."""

import sqlite3
from pathlib import Path

from huggingtweets_gui.foundation.errors import ErrorCode, UserError

# One script a version: a database at version N has had the first N run. Never edit one that was
# released; add another.
_MIGRATIONS = (
    """
    CREATE TABLE authors (
        handle TEXT PRIMARY KEY COLLATE NOCASE,
        name TEXT NOT NULL,
        avatar BLOB
    ) STRICT;
    CREATE TABLE tweets (
        author TEXT NOT NULL COLLATE NOCASE REFERENCES authors (handle) ON DELETE CASCADE,
        id INTEGER NOT NULL,
        created_at INTEGER NOT NULL, -- seconds since 1970, UTC
        text TEXT NOT NULL,
        note_text TEXT,
        is_retweet INTEGER NOT NULL,
        superseded INTEGER NOT NULL,
        circle INTEGER NOT NULL,
        reply_to_id INTEGER,
        is_reply INTEGER NOT NULL,
        language TEXT,
        application TEXT,
        left_out INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (author, id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE bots (
        folder TEXT PRIMARY KEY
    ) STRICT;
    CREATE TABLE samples (
        id INTEGER PRIMARY KEY,
        bot TEXT NOT NULL REFERENCES bots (folder) ON DELETE CASCADE,
        prompt TEXT NOT NULL,
        text TEXT NOT NULL,
        kept_at INTEGER NOT NULL
    ) STRICT;
    """,
)


def open_database(path: Path) -> sqlite3.Connection:
    """Open the library, making it or bringing it up to date first.

    A connection belongs to the thread that opened it; each thread opens its own.

    Raises:
        UserError: LIBRARY_NEWER, LIBRARY_DAMAGED, NOT_PERMITTED.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=30)
    except (OSError, sqlite3.OperationalError) as error:
        raise UserError(ErrorCode.NOT_PERMITTED, details=repr(error), name=path) from error
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
        _migrate(connection)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise UserError(ErrorCode.LIBRARY_DAMAGED, details=repr(error), name=path) from error
    except UserError:
        connection.close()
        raise
    return connection


def _migrate(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(_MIGRATIONS):
        raise UserError(ErrorCode.LIBRARY_NEWER)
    for number in range(version, len(_MIGRATIONS)):
        # Two programs may start at once: the second waits here, then finds the work done.
        connection.execute("BEGIN IMMEDIATE")
        (now,) = connection.execute("PRAGMA user_version").fetchone()
        if now == number:
            for statement in _MIGRATIONS[number].split(";\n"):
                if statement.strip():
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.commit()

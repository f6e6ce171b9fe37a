"""The tables of the library, version by version."""

import sqlite3
from collections.abc import Iterator

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
    """
    CREATE TABLE numbered_tweets (
        row INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again, so that no list shows another's tweet
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
        verdict TEXT, -- under the rules in authors.judged_by; NULL where it was not judged yet
        learned TEXT, -- the text that a bot would learn under those rules
        UNIQUE (author, id)
    ) STRICT;
    INSERT INTO numbered_tweets (author, id, created_at, text, note_text, is_retweet, superseded, circle,
            reply_to_id, is_reply, language, application, left_out)
        SELECT author, id, created_at, text, note_text, is_retweet, superseded, circle,
            reply_to_id, is_reply, language, application, left_out FROM tweets ORDER BY author, id;
    DROP TABLE tweets;
    ALTER TABLE numbered_tweets RENAME TO tweets;
    -- As JSON, the rules, or the mark of a judging that was begun. NULL where some tweets were not judged.
    ALTER TABLE authors ADD COLUMN judged_by TEXT;
    CREATE VIRTUAL TABLE tweet_words USING fts5 (
        text, note_text, content = 'tweets', content_rowid = 'row', tokenize = 'unicode61 remove_diacritics 2'
    );
    INSERT INTO tweet_words (tweet_words) VALUES ('rebuild');
    -- These keep the index in step. Deleted tweets stay in it: whoever deletes some rebuilds it.
    CREATE TRIGGER tweet_added AFTER INSERT ON tweets BEGIN
        INSERT INTO tweet_words (rowid, text, note_text) VALUES (new.row, new.text, new.note_text);
    END;
    CREATE TRIGGER tweet_changed AFTER UPDATE OF text, note_text ON tweets
    WHEN (old.text, old.note_text) IS NOT (new.text, new.note_text) BEGIN
        INSERT INTO tweet_words (tweet_words, rowid, text, note_text)
            VALUES ('delete', old.row, old.text, old.note_text);
        INSERT INTO tweet_words (rowid, text, note_text) VALUES (new.row, new.text, new.note_text);
    END;
    CREATE TABLE downloads (
        author TEXT NOT NULL COLLATE NOCASE,
        service TEXT NOT NULL, -- which of the services that tweets are asked from
        state TEXT NOT NULL, -- where to go on, as JSON
        PRIMARY KEY (author, service)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    DROP TRIGGER tweet_added;
    DROP TRIGGER tweet_changed;
    DROP TABLE tweet_words;
    ALTER TABLE tweets ADD COLUMN searched TEXT; -- in place of note_text or text, where it is not the same
    UPDATE tweets SET searched = searched(text, note_text);
    CREATE VIEW searched_tweets AS SELECT row, coalesce(searched, note_text, text) AS words FROM tweets;
    CREATE VIRTUAL TABLE tweet_words USING fts5 (
        words, content = 'searched_tweets', content_rowid = 'row',
        tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* Co'"
    );
    INSERT INTO tweet_words (tweet_words) VALUES ('rebuild');
    -- Keeps the index in step with changes. Whoever adds tweets indexes them afterwards, many at once: that
    -- takes half the time. A tweet that is not there yet, as FTS5 notes in tweet_words_docsize, waits for it.
    -- Deleted tweets stay in the index: whoever deletes some rebuilds it.
    CREATE TRIGGER tweet_changed AFTER UPDATE OF text, note_text, searched ON tweets
    WHEN (old.text, old.note_text, old.searched) IS NOT (new.text, new.note_text, new.searched)
        AND EXISTS (SELECT 1 FROM tweet_words_docsize WHERE id = old.row) BEGIN
        INSERT INTO tweet_words (tweet_words, rowid, words)
            VALUES ('delete', old.row, coalesce(old.searched, old.note_text, old.text));
        INSERT INTO tweet_words (rowid, words)
            VALUES (new.row, coalesce(new.searched, new.note_text, new.text));
    END;
    """,
)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a database to this program's version; a new one gets its tables.

    Raises:
        UserError: LIBRARY_NEWER.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(_MIGRATIONS):
        raise UserError(ErrorCode.LIBRARY_NEWER)
    if version == len(_MIGRATIONS):
        return
    # Only here, because its patterns take longer to make than a library to open.
    from huggingtweets_gui.library.word_search import searched

    connection.create_function("searched", 2, searched)  # by migration 3
    for number in range(version, len(_MIGRATIONS)):
        # Two programs may start at once: the second waits here, then finds the work done.
        connection.execute("BEGIN IMMEDIATE")
        (now,) = connection.execute("PRAGMA user_version").fetchone()
        if now == number:
            for statement in _statements(_MIGRATIONS[number]):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.commit()


def _statements(script: str) -> Iterator[str]:
    """Split a script. SQLite's own way to run one would end the transaction first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""

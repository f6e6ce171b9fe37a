"""The library of an older version is brought up to date with all that is in it."""

import sqlite3
from datetime import UTC, datetime

from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.tweets.model import Author, Tweet

VERSION_1 = """
    CREATE TABLE authors (
        handle TEXT PRIMARY KEY COLLATE NOCASE, name TEXT NOT NULL, avatar BLOB
    ) STRICT;
    CREATE TABLE tweets (
        author TEXT NOT NULL COLLATE NOCASE REFERENCES authors (handle) ON DELETE CASCADE,
        id INTEGER NOT NULL, created_at INTEGER NOT NULL, text TEXT NOT NULL, note_text TEXT,
        is_retweet INTEGER NOT NULL, superseded INTEGER NOT NULL, circle INTEGER NOT NULL,
        reply_to_id INTEGER, is_reply INTEGER NOT NULL, language TEXT, application TEXT,
        left_out INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (author, id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE bots (folder TEXT PRIMARY KEY) STRICT;
    CREATE TABLE samples (
        id INTEGER PRIMARY KEY, bot TEXT NOT NULL REFERENCES bots (folder) ON DELETE CASCADE,
        prompt TEXT NOT NULL, text TEXT NOT NULL, kept_at INTEGER NOT NULL
    ) STRICT;
    INSERT INTO authors VALUES ('gull', 'Keeper', x'89'), ('pier', 'Pier', NULL);
    INSERT INTO tweets VALUES
        ('gull', 7, 1600000000, 'The tide', 'The tide of walnuts', 0, 1, 0, 5, 1, 'en', 'Web', 0),
        ('gull', 3, 1500000000, 'A boat', NULL, 1, 0, 1, NULL, 0, NULL, NULL, 1),
        ('pier', 3, 1500000000, 'The pier &amp; 灯台', NULL, 0, 0, 0, NULL, 0, NULL, NULL, 0);
    PRAGMA user_version = 1;
"""


def test_tweets_and_what_was_left_out_are_kept(home: Home) -> None:
    connection = sqlite3.connect(home.database)
    connection.executescript(VERSION_1)
    connection.close()

    with Library(home) as library:
        assert library.tweets.author("gull") == Author("gull", "Keeper", b"\x89")
        assert library.tweets.tweets("gull") == [
            Tweet(3, datetime.fromtimestamp(1500000000, UTC), "A boat", is_retweet=True, circle=True),
            Tweet(
                7,
                datetime.fromtimestamp(1600000000, UTC),
                "The tide",
                "The tide of walnuts",
                superseded=True,
                reply_to_id=5,
                is_reply=True,
                language="en",
                application="Web",
            ),
        ]
        assert library._database.rows("SELECT author, id FROM tweets WHERE left_out") == [("gull", 3)]
        assert library._database.rows("SELECT DISTINCT verdict, learned FROM tweets") == [(None, None)]
        words = "SELECT count(*) FROM tweet_words WHERE tweet_words MATCH 'walnuts'"
        assert library._database.rows(words) == [(1,)]
        assert len(library.query.rows_with("灯台")) == 1
        assert len(library.query.rows_with("amp")) == 0
        assert library.tweets.add(Author("pier", "pier"), [Tweet(3, datetime.now(UTC), "A walnut pier")]) == 0
        assert library.tweets.author("pier").name == "Pier"

"""The Community Archive on the loopback: a few tables behind PostgREST's way of asking."""

import re
from dataclasses import dataclass, field

from tests.services.fake_server import Answer, Asked, FakeServer

KEY = "public-key-of-the-tests"
OWNER = {
    "account_id": "77",
    "username": "gull_keeper",
    "account_display_name": "Keeper of Gulls",
    "num_tweets": 2500,
}


def row(number: int, **fields: object) -> dict[str, object]:
    """Return a row of the table of tweets; ids have more and fewer digits, as real ones do."""
    return {
        "tweet_id": str(number),
        "account_id": "77",
        "created_at": "2023-02-18T12:33:11+00:00",
        "full_text": f"tweet number {number} of the keeper",
        "reply_to_tweet_id": None,
        "reply_to_user_id": None,
        "reply_to_username": None,
        "archive_upload_id": 5,
        **fields,
    }


@dataclass
class Tables:
    """What the archive holds."""

    accounts: list[dict[str, object]] = field(default_factory=lambda: [OWNER])
    uploads: list[dict[str, object]] = field(
        default_factory=lambda: [{"account_id": "77", "archive_at": "2024-10-01T00:00:00+00:00"}]
    )
    tweets: list[dict[str, object]] = field(default_factory=list)
    most_rows: int = 1000

    def serve(self) -> FakeServer:
        return FakeServer(self.answer)

    def answer(self, asked: Asked) -> Answer:
        if asked.authorization != f"Bearer {KEY}":
            return Answer({"message": "Invalid API key"}, status=401)
        query = asked.query
        if asked.path == "/all_account":
            pattern = _pattern(query["username"].removeprefix("ilike."))
            return Answer([one for one in self.accounts if pattern.fullmatch(str(one["username"]))])
        wanted = query["account_id"].removeprefix("eq.")
        if asked.path == "/archive_upload":
            uploads = [one for one in self.uploads if one["account_id"] == wanted]
            uploads.sort(key=lambda one: str(one["archive_at"]), reverse=True)
            return Answer(uploads[: int(query["limit"])])
        after = query["tweet_id"].removeprefix("gt.")
        rows = [one for one in self.tweets if one["account_id"] == wanted and str(one["tweet_id"]) > after]
        rows.sort(key=lambda one: str(one["tweet_id"]))  # The column is text.
        return Answer(rows[: min(self.most_rows, int(query["limit"]))])


def _pattern(ilike: str) -> re.Pattern[str]:
    wild = {"_": ".", "%": ".*"}
    parts = re.findall(r"\\.|.", ilike)
    return re.compile("".join(wild.get(one) or re.escape(one[-1]) for one in parts), re.IGNORECASE)

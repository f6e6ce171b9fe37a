from pathlib import Path

import pytest

from tests.archives import official_zip
from tests.cli.conftest import Command
from tests.invented import invented_tweets, sent_at

RECORDS = invented_tweets(60)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return official_zip(tmp_path / "gulls.zip", RECORDS)


def test_days_and_languages_are_chosen(huggingtweets: Command, archive: Path) -> None:
    days = sorted(f"{sent_at(record):%Y-%m-%d}" for record in RECORDS)
    since, until = days[20], days[39]
    ran = huggingtweets("import", archive, "--since", since, "--until", until, "--json")
    assert ran.status == 0
    counts = ran.records[0]["counts"]
    assert counts["downloaded"] == 60
    outside = sum(not since <= day <= until for day in days)
    assert 0 < counts["other_dates"] <= outside
    [record] = huggingtweets("import", archive, "--language", "ja", "--language", "EN", "--json").records
    assert record["counts"]["kept"] > 0
    [record] = huggingtweets("import", archive, "--language", "ja", "--json").records
    assert record["counts"]["kept"] == 0
    assert "In other languages" in huggingtweets("import", archive, "--language", "ja").out


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [("--since", "14.3.2021", "not a day such as 2021-03-14"), ("--language", "english", "such as en")],
)
def test_what_cannot_be_chosen_is_told(
    huggingtweets: Command, archive: Path, option: str, value: str, told: str
) -> None:
    ran = huggingtweets("import", archive, option, value)
    assert ran.status == 2
    assert told in ran.err

"""The logs tell what happened, and hold no tweet: neither read, nor learned, nor written."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from tests.archives import official_zip
from tests.invented import invented_tweets
from tests.tiny_models import make_tiny_llama

PROGRAM = [sys.executable, "-m", "huggingtweets_gui"]
# In each tweet, in the prompt, and so at the head of all that is written.
MARK = "Zwillingsquarz"


def run(*arguments: object, status: int = 0) -> str:
    done = subprocess.run(
        [*PROGRAM, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == status, done.stderr
    return done.stdout


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    tweets = invented_tweets(200)
    for tweet in tweets:
        tweet["full_text"] = f"{MARK} {tweet['full_text']}"
    return official_zip(tmp_path / "archive.zip", tweets)


def test_no_log_holds_a_tweet(archive: Path, tmp_path: Path, home: Home) -> None:
    base = make_tiny_llama(tmp_path / "llama")
    bot = tmp_path / "bot"
    run("import", archive)
    run("train", archive, "--base", base, "--epochs", 2, "--output", bot)
    written = run("generate", bot, "--prompt", f"{MARK} is", "-n", 3, "--json")
    assert all(json.loads(line)["text"].startswith(MARK) for line in written.splitlines())
    # What goes wrong is logged too.
    with (bot / "dataset.jsonl").open("ab") as dataset:
        dataset.write(f'{{"text": "{MARK}'.encode() + b"\xff")
    run("generate", bot, status=1)
    (tmp_path / "cut.js").write_text(f'window.YTD.tweets.part0 = [{{"full_text": "{MARK}', encoding="utf-8")
    run("import", tmp_path / "cut.js", "--handle", "gull_keeper", status=1)
    with Library(home) as library:
        assert library.tweets.authors()
    logs = {path.name: path.read_text(encoding="utf-8") for path in home.logs.iterdir()}
    assert {"huggingtweets.log", "engine.log"} <= logs.keys()
    assert logs["huggingtweets.log"]
    assert [name for name, text in logs.items() if MARK in text] == []

"""A report holds enough to find the fault, and nothing of the people on this computer."""

import json
import re
import shutil
import sys
import traceback
import zipfile
from pathlib import Path

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Cancelled, unreported
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.library.personal import read_personal
from huggingtweets_gui.library.settings import Settings, save_settings
from huggingtweets_gui.tweets.model import UNDATED, Author, Tweet
from huggingtweets_gui.workflow.report import make_report
from huggingtweets_gui.workflow.report_masks import Masks
from huggingtweets_gui.workflow.report_texts import mask_texts
from tests.bots import make_bot

TWEET = "The ferry was late again, so I fed the gulls 🌊 behind the harbour master's office."
HANDLE, NAME = "quillon_77", "Ottilie Brackwater"
TOKEN = "AAAAAAAAAAAAAAAAAAAAAMLheAAAAAAA0%2BuSeid%2BULvsea4JtiGRiSDSJSI%3D"
SECRETS = {
    "handle": HANDLE,
    "mention": "@someone_else",
    "name": NAME,
    "surname": "Brackwater",
    "bot": "Harbour Pal",
    "token": TOKEN,
    "e-mail": "ottilie@brackwater.example",
    "telephone": "+49 151 2345 6789",
    "id": "1263145271946551300",
    "address": "https://pictures.example/ottilie.jpg",
    "path": "/home/ottilie/My letters/2024 to mum.zip",
    "windows": "C:\\Users\\Ottilie B\\tweets (old).zip",
    "tweet": TWEET,
    "escaped": json.dumps(TWEET),
    "cut": TWEET[10:60],
}
# What of each must be nowhere in the zip.
TELLING = (
    *(HANDLE, "someone_else", "Ottilie", "ottilie", "Brackwater", "brackwater", "Harbour Pal", TOKEN[8:40]),
    *("2345", "1263145", "pictures", "letters", "mum", "Users", "(old)", "gulls", "ferry", "fed the"),
)


@pytest.fixture
def personal_home(home: Home, library: Library) -> Home:
    """A data folder with an author, a tweet and a bot, and with all secrets in its logs and settings."""
    library.tweets.add(Author(HANDLE, NAME), [Tweet(1263145271946551300, UNDATED, TWEET)])
    make_bot(library, handles=(HANDLE,), name="Harbour Pal")
    home.logs.mkdir(exist_ok=True)
    lines = [f"2026-11-23 15:53:48,123 ERROR huggingtweets_gui.x: {secret}" for secret in SECRETS.values()]
    for name in ("window.log", "engine.log", "huggingtweets.log"):
        (home.logs / name).write_text("\n".join(lines), encoding="utf-8")
    save_settings(home.settings, Settings(base=SECRETS["path"], sampling={"prompt": TWEET[:30]}))
    return home


def saved(home: Home, incident: str, folder: Path) -> dict[str, str]:
    """Save a report and read the zip again."""
    path = folder / "report.zip"
    make_report(home, incident, unreported).save(path)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def failed() -> str:
    try:
        raise ValueError("; ".join(SECRETS.values()))
    except ValueError:
        return traceback.format_exc()


def test_nothing_of_the_people_here_is_in_the_zip(personal_home: Home, tmp_path: Path) -> None:
    files = saved(personal_home, failed(), tmp_path)
    content = "\n".join(files.values())
    assert [word for word in TELLING if word in content] == []
    assert str(personal_home.root) not in content
    assert set(files) == {"report.txt", "settings.json", "window.log", "engine.log", "huggingtweets.log"}


def test_what_is_needed_to_find_the_fault_is_there(personal_home: Home, tmp_path: Path) -> None:
    files = saved(personal_home, failed(), tmp_path)
    assert "HuggingTweets 0." in files["report.txt"]
    assert f"Python {sys.version_info.major}.{sys.version_info.minor}" in files["report.txt"]
    assert "transformers " in files["report.txt"]
    assert 'File "[program]/tests/workflow/test_report.py", line' in files["report.txt"]
    assert "ValueError: " in files["report.txt"]
    assert json.loads(files["settings.json"])["plan"] == "balanced"
    assert "2026-11-23 15:53:48,123 ERROR huggingtweets_gui.x: [" in files["window.log"]


def test_what_is_shown_is_what_is_saved(personal_home: Home) -> None:
    report = make_report(personal_home, "It broke.", unreported)
    assert all(text.strip() in report.text for text in report.files.values())


@pytest.mark.parametrize("line", SECRETS.values(), ids=SECRETS)
def test_the_rest_of_a_sentence_stays(personal_home: Home, line: str) -> None:
    report = make_report(personal_home, f"It broke at {line}: nothing was lost.", unreported)
    sentence = re.search(r"It broke at .*", report.files["report.txt"])
    assert sentence
    assert not any(word in sentence[0] for word in TELLING)


def test_a_damaged_library_is_told_and_its_backup_asked(personal_home: Home, tmp_path: Path) -> None:
    personal_home.backups.mkdir()
    with Library(personal_home):
        pass  # writes the write-ahead log into the file
    content = personal_home.database.read_bytes()
    (personal_home.backups / "library-1.db").write_bytes(content)
    personal_home.database.write_bytes(b"fog" * 5000)
    files = saved(personal_home, failed(), tmp_path)
    assert [word for word in TELLING if word in "\n".join(files.values())] == []
    assert "could not be read" in files["report.txt"]


def test_damaged_and_missing_files_are_told(home: Home) -> None:
    files = make_report(home, "It broke.", unreported).files
    assert files["window.log"] == "There is none."
    assert "There are none" in files["settings.json"]
    home.settings.write_text("[]", encoding="utf-8")
    assert "cannot be read" in make_report(home, "", unreported).files["settings.json"]


def test_only_the_end_of_a_log_is_taken(home: Home) -> None:
    home.logs.mkdir()
    (home.logs / "window.log").write_text("".join(f"line {n}\n" for n in range(20_000)), encoding="utf-8")
    text = make_report(home, "", unreported).files["window.log"]
    assert text.startswith("line ")
    assert text.endswith("line 19999\n")
    assert len(text) <= 60_000


def test_looking_for_tweets_can_be_cancelled(personal_home: Home) -> None:
    def cancel(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        make_report(personal_home, "", cancel)


def test_a_folder_that_takes_no_file_is_told(home: Home, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError) as caught:
        make_report(home, "", unreported).save(tmp_path / "file" / "report.zip")
    assert caught.value.code is ErrorCode.NOT_PERMITTED


@pytest.mark.parametrize(
    "harmless",
    [
        "2026-11-23 15:53:48,123 INFO huggingtweets_gui.engine.training_state: step 1200 of 5000, 3.14 nats",
        'File "[program]/huggingtweets_gui/window/run.py", line 12, in run',
        "torch 2.13.0+cpu, 8000000 bytes free and/or used, 12 MB/s",
        "Current thread 0x00007f8a1c0 (most recent call first):",
        "Linux 6.8.0-1010-generic, x86_64",
    ],
)
def test_harmless_lines_stay_whole(harmless: str) -> None:
    assert Masks(["lamp_and_gull"])(harmless) == harmless


def test_short_texts_are_masked_only_whole() -> None:
    assert mask_texts("log: Good morning!", ["Good morning"]) == "log: [text]!"
    assert mask_texts("of morning gulls", ["In the morning rain"]) == "of morning gulls"


@pytest.mark.parametrize("start", range(14))
def test_twenty_letters_of_a_text_are_found_wherever_they_begin_in_it(start: int) -> None:
    text = "the ferry was late again so I fed the gulls behind the office"
    letters = text.replace(" ", "")
    found = mask_texts(f"log: «{letters[start : start + 20]}».", [text])
    assert found == "log: «[text]»."


def test_the_tweets_of_a_backup_are_gone_through_only_for_a_damaged_library(personal_home: Home) -> None:
    personal_home.backups.mkdir()
    with Library(personal_home):
        pass  # writes the write-ahead log into the file
    shutil.copy(personal_home.database, personal_home.backups / "library-1.db")
    assert list(read_personal(personal_home).texts()) == [TWEET]
    personal_home.database.write_bytes(b"fog" * 5000)
    assert list(read_personal(personal_home).texts()) == [TWEET]

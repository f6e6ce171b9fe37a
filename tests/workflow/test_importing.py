"""From archives to a library, and what forgetting takes away again."""

import subprocess
import sys
from pathlib import Path

import pytest

from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.bot_store import read_bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.tweets.dataset import Entry, Part, read_dataset, write_dataset
from huggingtweets_gui.tweets.rules import BETTER, CLASSIC, Verdict
from huggingtweets_gui.workflow.choosing import choose, judged_tweets
from huggingtweets_gui.workflow.forgetting import bots_of, forget_author
from huggingtweets_gui.workflow.importing import import_sources
from tests.archives import ACCOUNT, AVATAR, invented_tweets, official_zip
from tests.bots import TWEETS, make_bot

RECORDS = invented_tweets(60)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return official_zip(tmp_path / "gulls.zip", RECORDS)


@pytest.fixture
def nameless(tmp_path: Path) -> Path:
    return official_zip(tmp_path / "nameless.zip", RECORDS[:20], account=None, manifest=False, avatar=None)


def test_an_archive_is_kept_with_its_author(library: Library, archive: Path) -> None:
    reported: list[tuple[int, int]] = []
    [imported] = import_sources(library, [archive], report=lambda done, total: reported.append((done, total)))
    assert (imported.read, imported.new, imported.lost_records) == (60, 60, 0)
    assert imported.author.handle == "gull_keeper"
    assert imported.author.name == ACCOUNT["accountDisplayName"]
    assert library.tweets.author("gull_keeper").avatar == AVATAR
    assert reported[-1][0] == reported[-1][1] > 0
    choice = choose(library, "Gull_Keeper", CLASSIC)
    assert choice.counts["downloaded"] == 60
    assert sum(choice.counts.values()) == 120


def test_importing_the_same_again_brings_nothing_new(library: Library, archive: Path) -> None:
    import_sources(library, [archive])
    library.verdicts.leave_out("gull_keeper", [library.tweets.tweets("gull_keeper")[0].id])
    [again] = import_sources(library, [archive])
    assert (again.read, again.new) == (60, 0)
    assert judged_tweets(library, "gull_keeper", BETTER)[0].verdict in (
        Verdict.LEFT_OUT,
        Verdict.SHORT,
        Verdict.RETWEET,
    )
    assert len(library.verdicts.left_out("gull_keeper")) == 1


def test_several_archives_of_one_person_become_one_author(
    library: Library, archive: Path, nameless: Path
) -> None:
    # The second one knows neither name nor picture, and takes neither away.
    [imported] = import_sources(library, [archive, nameless], handle="@Gull_Keeper")
    assert (imported.read, imported.new) == (60, 60)
    assert imported.author.name == ACCOUNT["accountDisplayName"]
    assert imported.author.avatar == AVATAR


def test_an_archive_that_does_not_say_whose_it_is_needs_a_handle(library: Library, nameless: Path) -> None:
    with pytest.raises(UserError) as caught:
        import_sources(library, [nameless])
    assert caught.value.code is ErrorCode.HANDLE_MISSING
    [imported] = import_sources(library, [nameless], handle="pier")
    assert (imported.author.handle, imported.author.name) == ("pier", "pier")


def test_a_wrong_handle_is_told_before_anything_is_read(library: Library, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        import_sources(library, [tmp_path / "missing.zip"], handle="no handle")
    assert caught.value.code is ErrorCode.HANDLE_INVALID


def test_nothing_is_kept_unless_all_can_be_read(library: Library, archive: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        import_sources(library, [archive, tmp_path / "missing.zip"])
    assert caught.value.code is ErrorCode.SOURCE_MISSING
    assert library.tweets.authors() == []


def test_forgetting_leaves_no_tweet_in_any_file(home: Home, archive: Path) -> None:
    with Library(home) as library:
        import_sources(library, [archive])
        texts = [tweet.text for tweet in library.tweets.tweets("gull_keeper") if len(tweet.text) > 30]
        bot = make_bot(library, ready=True, handles=("gull_keeper", "lamp_and_gull"))
        entries = [
            Entry(str(n), "Gull_Keeper", "2021-01-01", text, Part.TRAINING) for n, text in enumerate(texts)
        ]
        write_dataset(bot.layout.dataset, [*TWEETS, *entries])
        bot.layout.new_avatar("gull_keeper", AVATAR).write_bytes(AVATAR)
        unfinished = make_bot(library, handles=("gull_keeper",))
        assert {one.folder for one in bots_of(library, "GULL_KEEPER")} == {bot.folder, unfinished.folder}

        forget_author(library, "GULL_keeper")

        assert library.tweets.authors() == []
        assert read_dataset(bot.layout.dataset) == TWEETS
        assert bot.layout.avatar("gull_keeper") is None
        assert "avatar-gull_keeper" not in bot.layout.card.read_text(encoding="utf-8")
        assert read_bot(bot.folder).record == bot.record
        assert not unfinished.folder.exists()
        for path in home.root.rglob("*"):
            content = path.read_bytes() if path.is_file() else b""
            assert not any(text.encode() in content for text in texts), path


def test_forgetting_is_not_held_up_by_a_damaged_bot(library: Library, archive: Path) -> None:
    import_sources(library, [archive])
    bot = make_bot(library, ready=True, handles=("gull_keeper",))
    bot.layout.dataset.write_text('{"text": "the walnut is', encoding="utf-8")
    forget_author(library, "gull_keeper")
    assert read_dataset(bot.layout.dataset) == []


@pytest.mark.parametrize("record", [None, '{"name": "Mir'], ids=["no record", "damaged record"])
def test_forgetting_reaches_folders_that_name_no_author(
    library: Library, archive: Path, record: str | None
) -> None:
    import_sources(library, [archive])
    gull = Entry("1", "gull_keeper", "2021-01-01", "The walnut is locked.", Part.TRAINING)
    layout = BotLayout(library.home.bots / "cut-off")
    layout.folder.mkdir(parents=True)
    write_dataset(layout.dataset, [*TWEETS, gull])
    layout.new_avatar("gull_keeper", AVATAR).write_bytes(AVATAR)
    if record:
        layout.record.write_text(record, encoding="utf-8")
    elsewhere = make_bot(library, ready=True, handles=("gull_keeper",))
    write_dataset(elsewhere.layout.dataset, [gull])
    elsewhere.layout.record.write_text("{", encoding="utf-8")
    forget_author(library, "gull_keeper")
    assert read_dataset(layout.dataset) == TWEETS
    assert layout.avatars() == []
    assert read_dataset(elsewhere.layout.dataset) == []


def test_forgetting_takes_what_a_kill_left_half_written(library: Library, archive: Path) -> None:
    import_sources(library, [archive])
    bot = make_bot(library, ready=True, handles=("gull_keeper",))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    half = bot.folder / f".dataset.jsonl.{ended.pid}-1.tmp"
    half.write_text("The walnut", encoding="utf-8")
    forget_author(library, "gull_keeper")
    assert not half.exists()


def test_a_bot_that_cannot_be_changed_keeps_its_author_and_is_told(
    library: Library, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_sources(library, [archive])
    make_bot(library, ready=True, handles=("gull_keeper",))

    def refuse(path: Path, entries: object) -> None:
        raise PermissionError

    monkeypatch.setattr("huggingtweets_gui.workflow.forgetting.write_dataset", refuse)
    with pytest.raises(UserError) as caught:
        forget_author(library, "gull_keeper")
    assert caught.value.code is ErrorCode.NOT_PERMITTED
    assert library.tweets.authors()


def test_an_author_is_not_forgotten_while_a_bot_learns_from_them(library: Library, archive: Path) -> None:
    import_sources(library, [archive])
    bot = make_bot(library, handles=("gull_keeper",))
    with bot.held(), pytest.raises(UserError) as caught:
        forget_author(library, "gull_keeper")
    assert caught.value.code is ErrorCode.BOT_BUSY
    assert len(library.tweets.tweets("gull_keeper")) == 60


def test_forgetting_somebody_unknown_is_told(library: Library) -> None:
    with pytest.raises(UserError) as caught:
        forget_author(library, "nobody")
    assert caught.value.code is ErrorCode.UNKNOWN_AUTHOR

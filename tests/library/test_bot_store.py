"""Finding, renaming and deleting bots, and what is kept of them."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.bot_record import BotRecord, read_record
from huggingtweets_gui.library.bot_store import Bot, read_bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from tests.archives import AVATAR
from tests.bots import RESULT, make_bot


def error_of(caught: pytest.ExceptionInfo[UserError]) -> ErrorCode:
    return caught.value.code


def created(library: Library, bot: Bot, when: str) -> Bot:
    return library.bots.update(bot, replace(bot.record, created=when))


def test_a_record_comes_back_as_it_was(library: Library) -> None:
    for bot in (make_bot(library), make_bot(library, ready=True, handles=("gull", "pier"))):
        assert read_record(bot.layout.record) == bot.record
        assert read_bot(bot.folder) == bot


def test_folders_are_named_after_the_authors_and_never_taken_twice(library: Library) -> None:
    names = [make_bot(library, handles=("gull", "pier")).folder.name for _ in range(3)]
    assert names == ["gull-pier", "gull-pier-2", "gull-pier-3"]


@pytest.mark.parametrize("handle", ["con", "NUL", "Com1"])
def test_a_folder_is_never_called_as_a_device_of_windows(library: Library, handle: str) -> None:
    assert library.bots.new_folder([handle]).name == f"@{handle}"
    assert library.bots.new_folder([handle, "gull"]).name == f"{handle}-gull"


def test_bots_are_listed_newest_first_and_lost_ones_are_passed_over(library: Library, tmp_path: Path) -> None:
    first = created(library, make_bot(library), "2026-01-01T10:00:00+00:00")
    second = created(library, make_bot(library), "2026-02-01T10:00:00+00:00")
    lost = make_bot(library)
    lost.folder.rename(tmp_path / "elsewhere")
    damaged = make_bot(library)
    damaged.layout.record.write_text('{"name": ', encoding="utf-8")
    assert library.bots.all() == [second, first]
    (tmp_path / "elsewhere").rename(lost.folder)
    assert lost in library.bots.all()


@pytest.mark.parametrize("content", ["", "[]", "{}", "null", '{"result": null, "authors": 5}', "\x00"])
def test_a_folder_without_a_whole_record_is_no_bot(tmp_path: Path, content: str) -> None:
    (tmp_path / "run.json").write_text(content, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read_bot(tmp_path)
    assert error_of(caught) is ErrorCode.BOT_UNREADABLE
    with pytest.raises(UserError):
        read_bot(tmp_path / "nowhere")


def test_a_bot_is_found_by_what_people_call_it(library: Library) -> None:
    bot = make_bot(library, handles=("lamp_and_gull",), name="Mira Keel")
    make_bot(library, handles=("pier", "boat"), name="Pier & Boat")
    for name in ("Mira Keel", "mira keel", "lamp_and_gull", "@Lamp_and_Gull", str(bot.folder)):
        assert library.bots.find(name) == bot
    assert library.bots.find("pier-boat").record.name == "Pier & Boat"
    for name in ("pier", "nobody", "", "x" * 500, "\0"):
        with pytest.raises(UserError) as caught:
            library.bots.find(name)
        assert error_of(caught) is ErrorCode.UNKNOWN_BOT


def test_of_several_the_newest_is_meant(library: Library) -> None:
    old = created(library, make_bot(library), "2026-01-01T10:00:00+00:00")
    new = created(library, make_bot(library), "2026-02-01T10:00:00+00:00")
    assert library.bots.find("Mira Keel") == new
    assert library.bots.find(str(old.folder)) == old


def test_a_bot_that_the_library_does_not_know_is_found_by_its_folder(
    library: Library, tmp_path: Path
) -> None:
    with Library(Home(tmp_path / "other")) as other:
        bot = make_bot(other)
    assert library.bots.find(str(bot.folder)) == bot
    assert library.bots.all() == []


def test_a_name_is_one_line_of_1_to_80_characters(library: Library) -> None:
    bot = make_bot(library)
    renamed = library.bots.rename(bot, "  Mira \n the\tSecond 🌊 ")
    assert renamed.record.name == "Mira the Second 🌊"
    assert read_bot(bot.folder) == renamed
    assert library.bots.rename(bot, "x" * 80).record.name == "x" * 80
    for name in ("", " \n ", "x" * 81):
        with pytest.raises(UserError) as caught:
            library.bots.rename(bot, name)
        assert error_of(caught) is ErrorCode.NAME_INVALID


def test_a_record_that_cannot_be_written_is_told(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    bot = make_bot(library)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr("huggingtweets_gui.foundation.atomic.sync", refuse)
    with pytest.raises(UserError) as caught:
        library.bots.rename(bot, "Second Keel")
    assert error_of(caught) is ErrorCode.NOT_PERMITTED
    assert read_bot(bot.folder) == bot


def fill(bot: Bot) -> None:
    """Put in all that a training leaves in a bot's folder."""
    for path in bot.layout.contents():
        if not path.exists() and path not in (bot.layout.model, bot.layout.checkpoints):
            path.write_text("x", encoding="utf-8")
    bot.layout.new_avatar("lamp_and_gull", AVATAR).write_bytes(AVATAR)
    checkpoint = bot.layout.checkpoint(20)
    checkpoint.mkdir(parents=True)
    (checkpoint / "weights.safetensors").write_bytes(bytes(1000))


def test_deleting_takes_the_folder_and_the_kept_samples_of_this_bot_alone(library: Library) -> None:
    bot, other = make_bot(library, ready=True), make_bot(library, ready=True)
    for one in (bot, other):
        fill(one)
        library.samples.keep(one.folder, "My dream is", "My dream is soup.")
    library.bots.delete(bot)
    assert not bot.folder.exists()
    assert library.samples.kept(bot.folder) == []
    assert library.bots.all() == [other]
    assert len(library.samples.kept(other.folder)) == 1
    assert all(path.exists() for path in other.layout.contents())


def test_deleting_leaves_what_the_user_put_beside_the_bot(library: Library) -> None:
    bot = make_bot(library, ready=True)
    fill(bot)
    own = [bot.folder / "novel.txt", bot.folder / "drawings" / "gull.svg", bot.folder / "avatar-notes.txt"]
    for path in own:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine", encoding="utf-8")
    library.bots.delete(bot)
    assert {path for path in bot.folder.rglob("*") if path.is_file()} == set(own)
    assert library.bots.all() == []


def test_deleting_takes_the_tweets_also_where_something_cannot_be_deleted(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = make_bot(library, ready=True)

    def refuse(path: Path) -> None:
        raise PermissionError  # as on Windows while the engine has the model open

    monkeypatch.setattr("shutil.rmtree", refuse)
    with pytest.raises(UserError) as caught:
        library.bots.delete(bot)
    assert error_of(caught) is ErrorCode.NOT_PERMITTED
    assert [path.name for path in bot.folder.iterdir()] == ["model"]


def test_deleting_takes_what_a_kill_left_half_written(library: Library) -> None:
    bot = make_bot(library)
    (bot.folder / ".dataset.jsonl.4711.tmp").touch()
    (bot.folder / ".model.4711.tmp").mkdir()
    library.bots.delete(bot)
    assert not bot.folder.exists()


def test_deleting_follows_no_links(library: Library, tmp_path: Path) -> None:
    bot = make_bot(library)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "gull.jpg").write_text("mine", encoding="utf-8")
    try:
        bot.layout.model.symlink_to(tmp_path / "photos", target_is_directory=True)
    except OSError:
        pytest.skip("this system lets nobody make links")
    library.bots.delete(bot)
    assert (tmp_path / "photos" / "gull.jpg").exists()


def test_a_bot_in_training_is_not_deleted(library: Library) -> None:
    bot = make_bot(library)
    with bot.held(), pytest.raises(UserError) as caught:
        library.bots.delete(bot)
    assert error_of(caught) is ErrorCode.BOT_BUSY
    assert library.bots.all() == [bot]
    library.bots.delete(bot)


def test_an_interrupted_training_goes_on_from_its_newest_checkpoint(library: Library) -> None:
    bot = make_bot(library)
    assert bot.resumable_step is None
    for step in (20, 100, 3):
        bot.layout.checkpoint(step).mkdir(parents=True)
    (bot.layout.checkpoints / ".step-000200.77.tmp").mkdir()
    assert bot.resumable_step == 100
    assert replace(bot, record=replace(bot.record, result=RESULT)).resumable_step is None


def test_kept_samples_are_there_after_a_restart(home: Home) -> None:
    with Library(home) as library:
        bot = make_bot(library, ready=True)
        first = library.samples.keep(bot.folder, "My dream is", "My dream is 🥣\nand 今日.")
        second = library.samples.keep(bot.folder, "", "Fog.")
        third = library.samples.keep(bot.folder, "", "More fog.")
        library.samples.discard(second.id)
    with Library(home) as library:
        assert library.samples.kept(bot.folder) == [third, first]


def test_a_record_is_json_that_people_can_read(library: Library) -> None:
    bot = make_bot(library, name="Möwe 🌊")
    text = bot.layout.record.read_text(encoding="utf-8")
    assert "Möwe 🌊" in text
    assert set(json.loads(text)) == set(BotRecord.__dataclass_fields__)

"""What others get of a bot: the model and the card, and no tweet."""

from pathlib import Path

import pytest

from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.publishing.export import export_bot
from tests.archives import AVATAR
from tests.bots import make_bot


@pytest.fixture
def layout(library: Library) -> BotLayout:
    layout = make_bot(library, ready=True).layout
    (layout.model / "model.safetensors").write_bytes(b"weights")
    layout.card.write_text("# Card", encoding="utf-8")
    layout.diagram.write_text("<svg/>", encoding="utf-8")
    layout.metrics.write_text('{"event": "samples", "texts": ["fog"]}\n', encoding="utf-8")
    layout.new_avatar("lamp_and_gull", AVATAR).write_bytes(AVATAR)
    (layout.folder / "my drawing.svg").touch()
    return layout


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_others_get_the_model_and_the_card_and_no_tweet(layout: BotLayout, tmp_path: Path) -> None:
    export_bot(layout, tmp_path / "new" / "bot")
    assert files(tmp_path / "new" / "bot") == {
        "model/config.json",
        "model/model.safetensors",
        "README.md",
        "pipeline.svg",
        "avatar-lamp_and_gull.png",
    }


def test_an_empty_folder_is_filled(layout: BotLayout, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    export_bot(layout, tmp_path / "empty")
    assert "README.md" in files(tmp_path / "empty")
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


def test_nothing_is_ever_written_over(layout: BotLayout, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "novel.txt").touch()
    for taken in (tmp_path / "full", tmp_path / "full" / "novel.txt"):
        with pytest.raises(UserError) as caught:
            export_bot(layout, taken)
        assert caught.value.code is ErrorCode.FOLDER_NOT_EMPTY
    assert files(tmp_path / "full") == {"novel.txt"}


def test_a_place_that_cannot_be_written_is_told(layout: BotLayout, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError) as caught:
        export_bot(layout, tmp_path / "file" / "bot")
    assert caught.value.code is ErrorCode.NOT_PERMITTED


def test_a_bot_without_a_model_cannot_be_exported(library: Library, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        export_bot(make_bot(library).layout, tmp_path / "bot")
    assert caught.value.code is ErrorCode.BOT_UNREADABLE
    assert not (tmp_path / "bot").exists()

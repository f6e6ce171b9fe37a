"""The whole way in a real window, with the real engine and a tiny base model."""

import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.library.settings import Settings, load_settings, save_settings
from huggingtweets_gui.threads.engine_thread import EngineThread
from huggingtweets_gui.window.main_window import MainWindow
from huggingtweets_gui.window.run import Stage
from tests.archives import invented_tweets, official_zip
from tests.tiny_models import make_tiny_llama

PATIENCE = 60_000  # milliseconds: the engine loads its libraries first


@pytest.fixture(scope="module")
def tiny_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_llama(tmp_path_factory.mktemp("llama"))


class Program:
    """The program's window on a data folder, driven as a person would."""

    def __init__(self, home: Home, library: Library, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.engine = EngineThread(home.logs / "engine.log")
        self.window = MainWindow(home, library)
        self.window.begin(self.engine)
        qtbot.addWidget(self.window)
        with qtbot.waitExposed(self.window):
            self.window.show()

    def wait(self, condition: object) -> None:
        self.qtbot.waitUntil(condition, timeout=PATIENCE)  # type: ignore[arg-type]

    def click(self, button: object) -> None:
        self.wait(lambda: button.isVisible() and button.isEnabled())  # type: ignore[attr-defined]
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[arg-type]

    def drop(self, path: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        area = self.window.pages.source.drop_area
        how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(area, QDragEnterEvent(area.rect().center(), *how))
        assert QApplication.sendEvent(area, QDropEvent(QPointF(area.rect().center()), *how))

    @property
    def stage(self) -> Stage:
        shown = self.window.pages.training._shown
        assert shown is not None
        return shown.stage

    def learn(self, steps: int) -> None:
        """Wait until the training has gone on for this many steps: enough to be better than the base."""
        self.wait(lambda: self.stage is Stage.TRAINING)
        first = len(self.steps)
        self.wait(lambda: len(self.steps) >= first + steps)

    @property
    def steps(self) -> list[float]:
        """The steps on the plot."""
        shown = self.window.pages.training._shown
        assert shown is not None
        return list(shown.history.steps)

    def close(self) -> None:
        self.window.close()
        self.wait(lambda: not self.window.isVisible() and not self.engine.isRunning())


@pytest.fixture
def settled_home(home: Home, tiny_base: Path) -> Home:
    """A data folder whose user last took the tiny base model and the quick plan."""
    home.root.mkdir(parents=True, exist_ok=True)
    save_settings(home.settings, Settings(base=str(tiny_base), plan="quick"))
    return home


@pytest.fixture
def program(settled_home: Home, library: Library, qtbot: QtBot) -> Iterator[Program]:
    opened = Program(settled_home, library, qtbot)
    yield opened
    opened.engine.shutdown()


def engines() -> list[psutil.Process]:
    """The engine processes that this process has started and that still run."""
    children = psutil.Process().children(recursive=True)
    return [one for one in children if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


def train_until_learning(program: Program, archive: Path, epochs: float) -> None:
    pages = program.window.pages
    program.drop(archive)
    program.click(pages.source.next)
    program.click(pages.look.next)
    program.wait(lambda: pages.plan.start.isVisible())
    pages.plan.device_card.details.epochs.setValue(epochs)
    program.click(pages.plan.start)
    program.wait(lambda: program.stage is Stage.TRAINING)


def test_from_a_dropped_zip_to_tweets(program: Program, tmp_path: Path, library: Library) -> None:
    """Drop, look, plan, train, pause, resume, stop and keep, write, keep one, close."""
    pages = program.window.pages
    archive = official_zip(tmp_path / "archive.zip", invented_tweets(300))
    train_until_learning(program, archive, epochs=50)

    program.click(pages.training.buttons.pause)
    program.wait(lambda: program.stage is Stage.INTERRUPTED)
    [bot] = library.bots.all()
    step = bot.resumable_step
    assert step
    assert len(program.steps) == step

    program.click(pages.training.buttons.resume)
    program.learn(steps=20)
    program.click(pages.training.buttons.keep)
    program.wait(lambda: program.stage is Stage.FINISHED)
    assert program.steps == list(range(1, len(program.steps) + 1))

    program.click(pages.training.buttons.write)
    program.click(pages.write.prompt_card.write_button)
    program.wait(lambda: len(pages.write.samples.new) == 10)
    assert all(one.written.text.startswith("My dream is") for one in pages.write.samples.new)

    program.close()
    assert engines() == []
    assert load_settings(library.home.settings).window_geometry


@pytest.mark.warns
@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_a_killed_engine_is_told_and_its_training_goes_on(
    program: Program, tmp_path: Path, library: Library
) -> None:
    pages = program.window.pages
    archive = official_zip(tmp_path / "archive.zip", invented_tweets(300))
    train_until_learning(program, archive, epochs=50)
    program.click(pages.training.buttons.pause)
    program.wait(lambda: program.stage is Stage.INTERRUPTED)
    program.click(pages.training.buttons.resume)
    program.wait(lambda: program.stage is Stage.TRAINING)
    [engine] = engines()
    engine.kill()

    program.wait(lambda: program.stage is Stage.FAILED)
    assert pages.training.banner.isVisible()
    assert pages.training.buttons.resume.text() == "Res&ume"
    program.click(pages.training.buttons.resume)
    program.learn(steps=20)
    program.click(pages.training.buttons.keep)
    program.wait(lambda: program.stage is Stage.FINISHED)
    assert program.steps == list(range(1, len(program.steps) + 1))
    program.close()


def test_the_next_start_offers_to_go_on(
    settled_home: Home, library: Library, qtbot: QtBot, tmp_path: Path
) -> None:
    first = Program(settled_home, library, qtbot)
    archive = official_zip(tmp_path / "archive.zip", invented_tweets(300))
    train_until_learning(first, archive, epochs=50)
    first.click(first.window.pages.training.buttons.pause)
    first.wait(lambda: first.stage is Stage.INTERRUPTED)
    first.close()

    second = Program(settled_home, library, qtbot)
    second.window.greet()
    assert second.window.banner.isVisible()
    second.click(second.window.banner.action)
    second.learn(steps=20)
    second.click(second.window.pages.training.buttons.keep)
    second.wait(lambda: second.stage is Stage.FINISHED)
    second.close()
    assert engines() == []

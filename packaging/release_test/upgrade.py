"""An older version with a library in use is upgraded, keeps its bots, and is removed without its data."""

from pathlib import Path

from release_test.desktop_entry import DesktopEntry
from release_test.expected import LEFT_BY_A_REMOVAL
from release_test.first_day import AUTHOR, check_traces, entry_of, write
from release_test.listing import differences, list_files, unexpected
from release_test.observed import DATA, Kept
from release_test.package import Package
from release_test.program import Program
from release_test.report import Failure, Report
from release_test.root import HOME, Root
from release_test.screen import Screen
from release_test.session_bus import session_bus
from release_test.window import FIRST_BOT, Window

_TRAIN_SECONDS = 900
_FEW_STEPS = ("--plan", "best", "--epochs", "0.05")


def upgrade(
    report: Report, root: Root, older: Package, package: Package, archive: str, screen: Screen, folder: Path
) -> None:
    """Use ``older``, install ``package`` over it, go on, and remove that.

    Raises:
        Failure: a step failed; it has been reported.
    """
    bare = list_files(root.path)
    kept = Kept(root)
    with report.step(f"version {older.version} is installed"):
        root.install(older)
        entry = entry_of(root, older)
    with Program(root, entry.command_for([archive]), screen.display, folder, "older") as program:
        with report.step("its window is opened with a zip, a bot is trained in the terminal beside it"):
            window = Window(program, screen, folder)
            window.wait_for("the tweets in the library", lambda: kept.tweets(AUTHOR))
            _train(root, entry, screen, folder)
        before = _kept_of(kept)
        with report.step(f"version {package.version} is installed over it, while the window is open"):
            root.install(package)
        with report.step("the window of the older version is closed, and no process is left"):
            window.photograph("14-older-window")
            window.close()
            program.wait_for_end()
    _go_on(report, root, package, screen, folder, before)
    _remove(report, root, package, bare)


def _train(root: Root, entry: DesktopEntry, screen: Screen, folder: Path) -> None:
    command = [entry.command[0], "train", AUTHOR, *_FEW_STEPS]
    with Program(root, command, screen.display, folder, "older-training") as training:
        training.wait_for_end(_TRAIN_SECONDS)


def _kept_of(kept: Kept) -> tuple[int, dict[str, tuple[int, int, int]]]:
    """Return how many tweets there are, and the files of the bot."""
    return kept.tweets(AUTHOR), dict(list_files(kept.only_bot().folder))


def _go_on(
    report: Report,
    root: Root,
    package: Package,
    screen: Screen,
    folder: Path,
    before: tuple[int, dict[str, tuple[int, int, int]]],
) -> None:
    listing = list_files(root.path)
    kept = Kept(root)
    with session_bus(root) as bus:
        command = entry_of(root, package).command_for([])
        with Program(root, command, screen.display, folder, "upgraded", bus) as program:
            with report.step("the new version starts, in a session with D-Bus"):
                window = Window(program, screen, folder)
                window.photograph("15-upgraded")
            with report.step("tweets and bot are as they were"):
                if _kept_of(kept) != before:
                    raise Failure(f"they were {before[0]} tweets, and {len(before[1])} files of the bot")
            with report.step("the bot writes, and a tweet of its is kept"):
                window.click(*FIRST_BOT)
                window.wait_for("page 5", lambda: window.step == 5)
                write(window, kept, "16")
            with report.step("it is closed, and no process is left"):
                window.close()
                program.wait_for_end()
    check_traces(report, program, root, listing)


def _remove(report: Report, root: Root, package: Package, bare: dict[str, tuple[int, int, int]]) -> None:
    home = list_files(root.home)
    with report.step("it is removed, and says where the user's data stays"):
        told = root.remove(package)
        if DATA.removeprefix(HOME) not in told:
            raise Failure(f"it does not name {DATA}:\n{told}")
    report.check("the user's data is untouched", differences(home, list_files(root.home)))
    left = [line for line in differences(bare, list_files(root.path)) if f" {HOME}/" not in line]
    report.check("nothing else is left of it", unexpected(left, LEFT_BY_A_REMOVAL))

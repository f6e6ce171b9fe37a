"""The first day with the program: from its menu entry to a bot that writes."""

import shutil
import zipfile
from pathlib import Path

from release_test.actions import (
    IMPORT,
    NEW_BOT,
    Start,
    ask_for_import,
    ask_for_new_bot,
    end_of,
    start_by_import,
)
from release_test.desktop_entry import DesktopEntry, read_desktop_entry
from release_test.expected import WRITTEN_BY_A_START, unexpected_lines
from release_test.listing import Listing, differences, list_files, unexpected
from release_test.observed import Kept
from release_test.package import Package
from release_test.program import Program
from release_test.report import Failure, Report
from release_test.root import HOME, USER_NUMBER, Root
from release_test.screen import Screen
from release_test.window import CHOOSE_TITLE, Window

AUTHOR = "lamp_and_gull"
SECOND_AUTHOR = "second_keeper"
_STEPS = 20
# On page 3, in pixels: the card of the plan with the smallest steps.
_BEST_PLAN = (970, 210)
# On page 5: the field of the prompt, and from where and how far down the button beside it is looked for.
_PROMPT = (450, 172)
_WRITE_HEIGHTS = (146, 50)
_CANCEL_TITLE = "Cancel the training"


def entry_of(root: Root, package: Package) -> DesktopEntry:
    """Return the .desktop file that the package has installed.

    Raises:
        Failure: there is not exactly one.
    """
    paths = [path for path in package.files if path.startswith("/usr/share/applications/")]
    entries = [path for path in paths if path.endswith(".desktop")]
    if len(entries) != 1:
        raise Failure(f"one .desktop file was expected: {entries}")
    return read_desktop_entry(root.path / entries[0].lstrip("/"))


def give_archives(root: Root, example: Path) -> tuple[str, str]:
    """Put two archives into the user's home, and return their paths as seen from inside.

    They are the example and a copy of it that claims to be somebody else's.
    """
    first, second = root.home / "archive.zip", root.home / "another.zip"
    shutil.copy(example, first)
    with zipfile.ZipFile(example) as original, zipfile.ZipFile(second, "w") as copy:
        for member in original.infolist():
            content = original.read(member)
            if member.filename in ("data/account.js", "data/manifest.js"):
                content = content.replace(AUTHOR.encode(), SECOND_AUTHOR.encode())
            copy.writestr(member, content, zipfile.ZIP_DEFLATED)
    for path in (first, second):
        shutil.chown(path, USER_NUMBER, USER_NUMBER)
    return f"{HOME}/{first.name}", f"{HOME}/{second.name}"


def first_day(
    report: Report, root: Root, entry: DesktopEntry, archives: tuple[str, str], screen: Screen, folder: Path
) -> None:
    """Make a bot with nothing but keyboard and mouse, and look at what that leaves behind.

    Raises:
        Failure: a step failed; it has been reported.
    """
    first, second = archives
    before = list_files(root.path)
    kept = Kept(root)

    def action(name: str, how: str = "") -> Start:
        return lambda: Program(root, entry.command_of(name), screen.display, folder, f"{name}{how}")

    with Program(root, entry.command_for([]), screen.display, folder, "first-start") as program:
        with report.step("started from its menu entry, it shows its window"):
            window = Window(program, screen, folder)
            window.photograph("01-window")
        with report.step("a zip is opened by the keyboard"):
            _open_zip(window, kept, first)
        with report.step("its tweets are looked at, a plan is chosen by the mouse, the training begins"):
            _plan(window, kept)
        with report.step(f"{_STEPS} steps are trained on the starter model"):
            _train(window, kept)
        with report.step("the training is cancelled"):
            _cancel(window, kept)
        with report.step("it resumes where it was last saved"):
            _resume(window, kept)
        with report.step("it is stopped, and what it has learnt is kept"):
            _stop(window, kept)
        with report.step("the bot writes, and a tweet of its is kept"):
            write(window, kept, "09")
        with report.step("a second start, “Open with”, gives its zip to the first window and ends"):
            _open_with(
                window, kept, Program(root, entry.command_for([second]), screen.display, folder, "open-with")
            )
        with report.step("its action “New Bot” has the first window, which shows the bot, begin a new one"):
            ask_for_new_bot(window, action(NEW_BOT))
        with report.step("its action “Import an Archive…” has the first window ask for files"):
            ask_for_import(window, action(IMPORT))
        with report.step("it is closed, and no process is left"):
            window.close()
            program.wait_for_end()
    with report.step("started by that action, it asks for files at once; it is closed, no process is left"):
        start_by_import(action(IMPORT, "-alone"), screen, lambda program: Window(program, screen, folder))
    check_traces(report, program, root, before)


def check_traces(report: Report, program: Program, root: Root, before: Listing) -> None:
    """Look at what a start has printed, contacted and written."""
    report.check("nothing unexpected was printed", unexpected_lines(program.printed))
    report.check("no network address was contacted (strace -f)", program.contacted)
    written = unexpected(differences(before, list_files(root.path)), WRITTEN_BY_A_START)
    report.check("nothing was written outside of the data, cache and log folders", written)


def write(window: Window, kept: Kept, picture: str) -> None:
    """Let the bot on page 5 write, and keep the first tweet."""
    samples = kept.samples()
    window.click(*_PROMPT)
    window.press("Return")
    window.wait_for("the button that stops", lambda: not window.has_primary_button(*_WRITE_HEIGHTS))
    window.wait_for("the tweets", lambda: window.has_primary_button(*_WRITE_HEIGHTS))
    # By the button, the tabs and the list to the first tweet's button.
    window.press("Tab", "Tab", "Tab", "Tab", "space")
    window.wait_for("the kept tweet in the library", lambda: kept.samples() > samples)
    window.photograph(f"{picture}-written")


def _open_zip(window: Window, kept: Kept, path: str) -> None:
    window.press("alt+c")
    window.wait_for_title(CHOOSE_TITLE)
    window.type(path)
    window.photograph("02-choosing")
    window.press("Return")
    window.wait_for("the tweets in the library", lambda: kept.tweets(AUTHOR))
    window.press_until("alt+n", "page 2", lambda: window.step == 2)


def _plan(window: Window, kept: Kept) -> None:
    window.press_until("alt+n", "page 3", lambda: window.step == 3)
    window.photograph("03-plan")
    window.click(*_BEST_PLAN)
    window.photograph("04-plan-chosen")
    window.press_until("alt+s", "page 4", lambda: window.step == 4)
    window.wait_for("the bot's folder", kept.bot)


def _train(window: Window, kept: Kept) -> None:
    bot = kept.only_bot()
    window.wait_for(f"step {_STEPS}", lambda: bot.steps >= _STEPS)
    window.wait_for("a checkpoint", lambda: max(bot.checkpoints, default=0) > 0)
    window.photograph("05-training")


def _cancel(window: Window, kept: Kept) -> None:
    bot = kept.only_bot()
    window.press("alt+c")
    window.wait_for_title(_CANCEL_TITLE)
    window.photograph("06-cancelling")
    window.press("Tab", "Return")  # away from “Go on training”
    window.wait_for("the end of the training", lambda: not bot.held)
    if bot.trained or not bot.checkpoints:
        raise Failure("after the cancelling there is nothing to resume")
    window.photograph("07-cancelled")


def _resume(window: Window, kept: Kept) -> None:
    bot = kept.only_bot()
    reached, beginning = bot.steps, bot.first_step
    window.press_until("alt+u", "the resumed training", lambda: bot.held)
    window.wait_for("a further step", lambda: bot.steps > reached)
    if bot.first_step != beginning:
        raise Failure("the training began anew instead")
    window.photograph("08-resumed")


def _stop(window: Window, kept: Kept) -> None:
    bot = kept.only_bot()
    window.press("alt+k")
    window.wait_for("the trained bot", lambda: bot.trained and not bot.held)
    window.press_until("alt+w", "page 5", lambda: window.step == 5)


def _open_with(window: Window, kept: Kept, second: Program) -> None:
    end_of(second)
    window.wait_for("its tweets in the library", lambda: kept.tweets(SECOND_AUTHOR))
    window.wait_for("page 1", lambda: window.step == 1)
    window.photograph("10-opened-with")

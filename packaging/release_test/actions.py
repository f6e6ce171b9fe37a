"""The actions of the menu entry: beside an open window, which does what they ask, and without one."""

from collections.abc import Callable

from release_test.expected import unexpected_lines
from release_test.program import Program
from release_test.report import Failure
from release_test.screen import Screen
from release_test.window import CHOOSE_TITLE, FIRST_BOT, TITLE, Window

NEW_BOT = "new-bot"
IMPORT = "import"

Start = Callable[[], Program]


def ask_for_new_bot(window: Window, start: Start) -> None:
    """Have the open window, which shows a bot, begin a new one.

    Raises:
        Failure: it does not, or the second start says something or stays.
    """
    window.click(*FIRST_BOT)
    window.wait_for("page 5", lambda: window.step == 5)
    end_of(start())
    window.wait_for("page 1", lambda: window.step == 1)
    window.photograph("11-new-bot")


def ask_for_import(window: Window, start: Start) -> None:
    """Have the open window ask for files.

    Raises:
        Failure: it does not, or the second start says something or stays.
    """
    end_of(start())
    window.wait_for_title(CHOOSE_TITLE)
    window.photograph("12-choosing-by-action")
    window.press("Escape")
    window.wait_for_title(TITLE)


def start_by_import(start: Start, screen: Screen, window_of: Callable[[Program], Window]) -> None:
    """Start the program by the action that asks for files.

    Raises:
        Failure: it does not ask, or says something unexpected, or a process is left.
    """
    with start() as program:
        program.wait_for("the choice of files", lambda: screen.active()[1] == CHOOSE_TITLE, 120)
        screen.press("Escape")
        window = window_of(program)
        window.photograph("13-started-by-action")
        window.close()
        program.wait_for_end()
    _check_quiet(program)


def end_of(second: Program) -> None:
    """Wait for the end of a start that leaves its work to the window that is open.

    Raises:
        Failure: it does not end well, or says something.
    """
    with second:
        second.wait_for_end()
    _check_quiet(second)


def _check_quiet(program: Program) -> None:
    lines = unexpected_lines(program.printed) + program.contacted
    if lines:
        raise Failure("\n".join(["the start printed or contacted:", *lines]))

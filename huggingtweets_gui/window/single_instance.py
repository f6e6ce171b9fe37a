"""One window for each data folder: a second start hands what it was asked for to the first, and ends.

Who holds the lock in the folder is the first. The lock, unlike the address at which the first listens,
is given by the system to one process alone, also when two start at once, and ends with that process.
"""

import hashlib
import logging
import time

from filelock import FileLock, Timeout
from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.window.activation import let_another_come_forward
from huggingtweets_gui.workflow.opening import Opening

_log = logging.getLogger(__name__)

_ANSWER_MILLISECONDS = 15_000
_PATIENCE_SECONDS = 60.0  # for a window that is just opening, or closing, and so does not listen
_PAUSE_SECONDS = 0.05
_TAKEN = b"taken\n"


def claim_window(home: Home, opening: Opening, patience: float = _PATIENCE_SECONDS) -> FileLock | None:
    """Become the one that opens the window on ``home``, or let the window that is open do what is asked.

    Args:
        home: the data folder.
        opening: what this start was asked for.
        patience: how many seconds another window may take to open or to close.

    Returns:
        What is to be held while the window is open, or None where another window has taken over. The
        system releases it when the process ends in any way.

    Raises:
        UserError: WINDOW_SILENT, NOT_PERMITTED, NO_ROOM.
    """
    lock = FileLock(home.window_lock)
    end = time.monotonic() + patience
    while True:
        try:
            home.root.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
            return lock
        except Timeout:
            if _hand_over(home, opening):
                return None
        except OSError as error:
            raise UserError.of_file(error, home.root) from error
        if time.monotonic() > end:
            raise UserError(ErrorCode.WINDOW_SILENT, details=str(home.window_lock))
        time.sleep(_PAUSE_SECONDS)


def _hand_over(home: Home, opening: Opening) -> bool:
    """Ask the window that is open on ``home``; return False where none listens now.

    Raises:
        UserError: WINDOW_SILENT.
    """
    let_another_come_forward()
    socket = QLocalSocket()
    socket.connectToServer(_address(home))
    if not socket.waitForConnected(_ANSWER_MILLISECONDS):
        return False
    socket.write(opening.encode())
    while not socket.canReadLine() and socket.waitForReadyRead(_ANSWER_MILLISECONDS):
        pass
    taken = bytes(socket.readLine().data()) == _TAKEN
    if not taken and socket.state() is QLocalSocket.LocalSocketState.ConnectedState:
        raise UserError(ErrorCode.WINDOW_SILENT, details=socket.fullServerName())
    return taken


class Doorkeeper(QObject):
    """Answers further starts of the program on the same data folder. For the holder of its lock.

    Signals:
        asked: the ``Opening`` of such a start.
    """

    asked = Signal(object)

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        # What a killed process left behind would keep the address taken.
        QLocalServer.removeServer(_address(home))
        if not self._server.listen(_address(home)):
            _log.warning("no later start will reach this window: %s", self._server.errorString())

    def _on_connection(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(self._answer)
        socket.disconnected.connect(socket.deleteLater)
        self._answer()  # What came before this was connected is not told again.

    def _answer(self) -> None:
        for socket in self._server.findChildren(QLocalSocket):
            if not socket.canReadLine():
                continue
            try:
                opening = Opening.decode(bytes(socket.readLine().data()))
            except ValueError as error:
                _log.warning("not understood: %s", error)
                socket.abort()
                continue
            socket.write(_TAKEN)
            socket.disconnectFromServer()  # once that is sent
            self.asked.emit(opening)


def _address(home: Home) -> str:
    # Hashed, because an address has no room for long paths.
    folder = str(home.root.resolve())
    return f"huggingtweets-{hashlib.sha256(folder.encode(errors='surrogateescape')).hexdigest()[:16]}"

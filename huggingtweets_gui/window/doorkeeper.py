"""What a window and later starts of the program on the same data folder say to each other."""

import hashlib
import logging

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.window.activation import let_another_come_forward
from huggingtweets_gui.workflow.opening import Opening

_log = logging.getLogger(__name__)

_ANSWER_MILLISECONDS = 15_000
_TAKEN = b"taken\n"


def hand_over(home: Home, opening: Opening) -> bool:
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

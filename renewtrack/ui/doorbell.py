"""A second start by the same person brings the window to the front that is open already."""

from __future__ import annotations

import getpass
import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE = 1_000  # milliseconds that another window has to answer
_ANSWER = b"here\n"


def name_of(path: Path | None = None) -> str:
    """Return the name under which this person's windows listen: any window, or that on a file."""
    about = getpass.getuser() if path is None else f"{getpass.getuser()}\n{path.resolve()}"
    return f"renewtrack-{hashlib.sha256(about.encode()).hexdigest()[:20]}"


def ring(path: Path | None = None) -> bool:
    """Ask the window that has a file open, or any window, to come to the front.

    False where there is none that answers; nothing but the wish to be seen is sent.
    """
    socket = QLocalSocket()
    socket.connectToServer(name_of(path))
    if not socket.waitForConnected(_PATIENCE):
        return False
    answered = socket.waitForReadyRead(_PATIENCE) and bytes(socket.readAll().data()) == _ANSWER
    socket.disconnectFromServer()
    return answered


class Doorbell(QObject):
    """Listens for this person's further starts, on behalf of one window."""

    rung = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._servers: dict[str, QLocalServer] = {}
        self._file = ""

    def listen(self, path: Path | None = None) -> bool:
        """Listen for starts without a file, or with one; False where another window does."""
        name = name_of(path)
        if name in self._servers:
            return True
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        if not server.listen(name):
            if ring(path):
                return False
            QLocalServer.removeServer(name)  # left behind by a process that was killed
            if not server.listen(name):
                return False
        server.newConnection.connect(lambda: self._answer(server))
        self._servers[name] = server
        return True

    def stand_by(self, path: Path | None) -> None:
        """Listen for the file that is open now and no longer for the one before."""
        if self._file:
            self._servers.pop(self._file).close()
            self._file = ""
        if path is not None and self.listen(path):
            self._file = name_of(path)

    def close(self) -> None:
        """Stop listening."""
        for server in self._servers.values():
            server.close()
        self._servers, self._file = {}, ""

    def _answer(self, server: QLocalServer) -> None:
        if not server.hasPendingConnections():
            return
        socket = server.nextPendingConnection()
        socket.write(_ANSWER)
        socket.flush()
        socket.disconnectFromServer()
        socket.disconnected.connect(socket.deleteLater)
        self.rung.emit()

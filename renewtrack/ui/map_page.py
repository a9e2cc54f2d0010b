"""A web page that sees our own files and nothing else: profile, walls, bridge."""

from __future__ import annotations

import atexit
import secrets
import weakref

import shiboken6
from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QFile,
    QIODevice,
    QObject,
    QTimer,
    QUrl,
    Signal,
    Slot,
)
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import (
    QWebEngineDownloadRequest,
    QWebEnginePage,
    QWebEnginePermission,
    QWebEngineProfile,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlSchemeHandler,
)

from renewtrack.maps import page as folium_page
from renewtrack.maps import site as sites
from renewtrack.ui import map_scheme
from renewtrack.ui.late_answers import LateAnswers

_Attribute = QWebEngineSettings.WebAttribute
_OFF = (
    _Attribute.LocalContentCanAccessFileUrls,
    _Attribute.LocalContentCanAccessRemoteUrls,
    _Attribute.LocalStorageEnabled,
    _Attribute.JavascriptCanOpenWindows,
    _Attribute.JavascriptCanAccessClipboard,
    _Attribute.NavigateOnDropEnabled,
    _Attribute.PdfViewerEnabled,
    _Attribute.PluginsEnabled,
    _Attribute.FullScreenSupportEnabled,
    _Attribute.ScreenCaptureEnabled,
    _Attribute.WebGLEnabled,
    _Attribute.AutoLoadIconsForPage,
    _Attribute.HyperlinkAuditingEnabled,
    _Attribute.DnsPrefetchEnabled,
    _Attribute.ErrorPageEnabled,
    _Attribute.ShowScrollBars,
    _Attribute.FocusOnNavigationEnabled,
)


class Wall(QWebEngineUrlRequestInterceptor):
    """Refuses and counts every request that is not for our own files."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.refused = 0

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        if not is_ours(info.requestUrl()) or bytes(info.requestMethod().data()) != b"GET":
            self.refused += 1
            info.block(True)


class Files(QWebEngineUrlSchemeHandler):
    """Answers our scheme from a dictionary of names."""

    def __init__(self, site: sites.Site, nonce: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._site = site
        self._later = LateAnswers(self._reply, self)
        self._headers = {
            QByteArray(b"Content-Security-Policy"): [
                QByteArray(folium_page.policy(nonce).encode("ascii"))
            ],
            QByteArray(b"X-Content-Type-Options"): [QByteArray(b"nosniff")],
            QByteArray(b"Cache-Control"): [QByteArray(b"no-store")],
        }

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        asker = job.initiator()
        from_us = asker.isEmpty() or is_ours(asker)
        if bytes(job.requestMethod().data()) != b"GET" or not from_us:
            job.fail(QWebEngineUrlRequestJob.Error.RequestDenied)
            return
        url = job.requestUrl()
        answer = self._site.answer(url.path()) if is_ours(url) else None
        if answer is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
        elif isinstance(answer, sites.Later):
            self._later.wait_for(job, answer.make)
        else:
            self._reply(job, answer.kind, answer.body())

    def _reply(self, job: QWebEngineUrlRequestJob, kind: bytes, content: bytes) -> None:
        body = QBuffer(job)
        body.setData(content)
        body.open(QIODevice.OpenModeFlag.ReadOnly)
        job.setAdditionalResponseHeaders(self._headers)  # type: ignore[arg-type]  # stub is wrong
        job.reply(kind, body)


class Bridge(QObject):
    """All that the page sees of the program: one slot to ask, one signal to be told."""

    told = Signal(str)
    asked = Signal(str)

    @Slot(str)
    def ask(self, message: str) -> None:
        self.asked.emit(message)


class Page(QWebEnginePage):
    """Shows our page and follows no link out of it."""

    complained = Signal(str)

    def acceptNavigationRequest(
        self, url: QUrl | str, kind: QWebEnginePage.NavigationType, is_main: bool
    ) -> bool:
        return is_main and is_ours(QUrl(url)) and QUrl(url).path() == "/"

    def createWindow(self, kind: QWebEnginePage.WebWindowType) -> QWebEnginePage | None:  # type: ignore[override]
        return None

    def javaScriptConsoleMessage(
        self,
        level: QWebEnginePage.JavaScriptConsoleMessageLevel,
        message: str,
        line: int,
        source: str,
    ) -> None:
        self.complained.emit(f"{source}:{line}: {message}")

    def javaScriptAlert(self, origin: QUrl | str, message: str) -> None:
        self.complained.emit("alert")

    def javaScriptConfirm(self, origin: QUrl | str, message: str) -> bool:
        self.complained.emit("confirm")
        return False


def is_ours(url: QUrl) -> bool:
    """Tell whether a URL belongs to our own scheme and host."""
    return url.scheme().encode() == map_scheme.SCHEME and url.host() == map_scheme.HOST


def channel_script() -> bytes:
    """Return Qt's own script of the web channel, which a page of our scheme may not fetch."""
    file = QFile(":/qtwebchannel/qwebchannel.js")
    file.open(QIODevice.OpenModeFlag.ReadOnly)
    return bytes(file.readAll().data())


class Room(QObject):
    """The profile, the page and what connects them; the profile outlives the page."""

    asked = Signal(str)

    def __init__(self, site: sites.Site, language: str, dark: bool, view: QObject) -> None:
        super().__init__(view)
        nonce = secrets.token_hex(16)  # no capitals: WebEngine lowers header values
        sites.add_shipped(site)
        site.put("", sites.HTML, folium_page.html(language, dark, nonce).encode("utf-8"))
        site.put("qwebchannel.js", sites.SCRIPT, channel_script())
        self._profile = QWebEngineProfile()  # without a name: off the record
        self.wall = Wall(self._profile)
        self._profile.setUrlRequestInterceptor(self.wall)
        self._profile.installUrlSchemeHandler(map_scheme.SCHEME, Files(site, nonce, self._profile))
        self._profile.downloadRequested.connect(_refuse_download)
        self.page = Page(self._profile, self)
        self._profile.setParent(self)  # after the page, so it goes after the page
        self.page.permissionRequested.connect(_refuse_permission)
        for attribute in _OFF:
            self.page.settings().setAttribute(attribute, False)
        atexit.register(_leave, weakref.ref(self))
        self._channel: QWebChannel
        self._bridge: Bridge
        self._build_bridge()

    def load(self) -> None:
        """Ask for the page, anew if it was there."""
        self.page.load(QUrl(folium_page.PAGE))

    def tell(self, message: str) -> None:
        """Send a message to the page."""
        self._bridge.told.emit(message)

    def _build_bridge(self) -> None:
        self._channel = QWebChannel(self.page)
        self._bridge = Bridge(self._channel)
        self._bridge.asked.connect(self.asked)
        self._bridge.destroyed.connect(self._lose_bridge)
        self._channel.registerObject("bridge", self._bridge)
        self.page.setWebChannel(self._channel)

    def _lose_bridge(self) -> None:
        """The page threw the bridge away, as it may with every QObject: build it, load anew."""
        QTimer.singleShot(0, self, self._rebuild)  # the old one is not quite gone yet

    def _rebuild(self) -> None:
        self._channel.deleteLater()
        self._build_bridge()
        self.load()


def _leave(room: weakref.ref[Room]) -> None:
    """Delete a page that is still there when the process ends: WebEngine releases profiles first.

    A window closed last may wait for an event loop that does not come again.
    """
    left = room()
    if left is not None and shiboken6.isValid(left) and shiboken6.isValid(left.page):
        shiboken6.delete(left.page)


def _refuse_download(download: QWebEngineDownloadRequest) -> None:
    download.cancel()


def _refuse_permission(permission: QWebEnginePermission) -> None:
    permission.deny()

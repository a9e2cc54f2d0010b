"""The address under which the map's page finds its files: ``renewtrack://app/``."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt

SCHEME = b"renewtrack"
HOST = "app"


def register() -> None:
    """Prepare the application for a map; call before it is made, costs nothing.

    With shared contexts WebEngine may be imported after the window is up. The scheme itself is
    made known by ``make_known``, which needs WebEngine's library and so waits for the map.
    """
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)


def make_known() -> None:
    """Tell WebEngine the scheme; before the first profile of the process, later calls do nothing.

    Secure and allowed to fetch: an origin of its own, neither local nor exempt from its policy.
    """
    from PySide6.QtWebEngineCore import QWebEngineUrlScheme

    if not QWebEngineUrlScheme.schemeByName(SCHEME).name().isEmpty():
        return
    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flag = QWebEngineUrlScheme.Flag
    scheme.setFlags(flag.SecureScheme | flag.CorsEnabled | flag.FetchApiAllowed)
    QWebEngineUrlScheme.registerScheme(scheme)

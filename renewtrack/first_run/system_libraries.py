"""The system libraries that Qt needs on Linux: which are missing, and how to get them."""

from __future__ import annotations

import ctypes
import shutil
import sys
from dataclasses import dataclass

from renewtrack.first_run import apt, chinese_font, refusals
from renewtrack.first_run.telling import say
from renewtrack.words import Words


@dataclass(frozen=True, slots=True)
class Library:
    """A shared library and the Debian 12 package that brings it."""

    soname: str
    package: str
    t64: bool = False  # renamed to ...t64 in Debian 13 and Ubuntu 24.04
    screen_only: bool = False  # needed by the xcb platform alone


LIBRARIES = (
    Library("libglib-2.0.so.0", "libglib2.0-0", t64=True),
    Library("libGL.so.1", "libgl1"),
    Library("libEGL.so.1", "libegl1"),
    Library("libX11.so.6", "libx11-6"),
    Library("libX11-xcb.so.1", "libx11-xcb1"),
    Library("libxcb.so.1", "libxcb1"),
    Library("libXext.so.6", "libxext6"),
    Library("libXfixes.so.3", "libxfixes3"),
    Library("libdbus-1.so.3", "libdbus-1-3"),
    Library("libfontconfig.so.1", "libfontconfig1"),
    Library("libfreetype.so.6", "libfreetype6"),
    Library("libxkbcommon.so.0", "libxkbcommon0"),
    Library("libbrotlidec.so.1", "libbrotli1"),
    Library("libgssapi_krb5.so.2", "libgssapi-krb5-2"),
    Library("libexpat.so.1", "libexpat1"),
    Library("libudev.so.1", "libudev1"),
    Library("libcups.so.2", "libcups2", t64=True),
    Library("libnss3.so", "libnss3"),
    Library("libnspr4.so", "libnspr4"),
    Library("libasound.so.2", "libasound2", t64=True),
    Library("libXcomposite.so.1", "libxcomposite1"),
    Library("libXdamage.so.1", "libxdamage1"),
    Library("libXrandr.so.2", "libxrandr2"),
    Library("libXtst.so.6", "libxtst6"),
    Library("libxkbfile.so.1", "libxkbfile1"),
    Library("libgbm.so.1", "libgbm1"),
    Library("libxcb-dri3.so.0", "libxcb-dri3-0"),
    Library("libxcb-cursor.so.0", "libxcb-cursor0", screen_only=True),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", screen_only=True),
    Library("libxcb-image.so.0", "libxcb-image0", screen_only=True),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1", screen_only=True),
    Library("libxcb-randr.so.0", "libxcb-randr0", screen_only=True),
    Library("libxcb-render-util.so.0", "libxcb-render-util0", screen_only=True),
    Library("libxcb-shape.so.0", "libxcb-shape0", screen_only=True),
    Library("libxcb-sync.so.1", "libxcb-sync1", screen_only=True),
    Library("libxcb-util.so.1", "libxcb-util1", screen_only=True),
    Library("libxcb-xkb.so.1", "libxcb-xkb1", screen_only=True),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", screen_only=True),
)
OTHER_MANAGERS = ("dnf", "yum", "zypper")


def missing(libraries: tuple[Library, ...] = LIBRARIES) -> tuple[Library, ...]:
    """Return the libraries that the loader does not find."""
    return tuple(library for library in libraries if not _loads(library.soname))


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def ensure(*, with_screen: bool) -> None:
    """Install what is missing of libraries and Chinese font, or refuse with the line to run.

    Nothing is refused for want of something that this run can do without: the xcb libraries
    where there is no screen, the font where there is no way to install it.
    """
    if not sys.platform.startswith("linux"):
        return
    libraries, font = missing(), not chinese_font.present()
    if not libraries and not font:
        return
    wanted = tuple(library for library in libraries if with_screen or not library.screen_only)
    if apt.is_here() and apt.may_install():
        _install(libraries, wanted, font=font)
        return
    if wanted:
        raise _refusal(wanted, font=font)
    if font:
        say(chinese_font.NONE)


def _install(libraries: tuple[Library, ...], wanted: tuple[Library, ...], *, font: bool) -> None:
    """Install; where that fails, go on if nothing is missing that this run needs."""
    try:
        apt.update()
        apt.install(packages(libraries, font=font))
        _check_all_there(libraries)
    except refusals.AptFailed as failed:
        if wanted and missing(wanted):
            raise
        say(Words(failed.in_("zh"), failed.in_("en")), failed.line)
        if font and not chinese_font.present():
            say(chinese_font.NONE)


def _check_all_there(libraries: tuple[Library, ...]) -> None:
    still = missing(libraries)
    if still:
        raise refusals.AptFailed(
            apt.line([library.package for library in still]),
            reason=" ".join(library.soname for library in still),
        )


def packages(libraries: tuple[Library, ...], *, font: bool = False) -> list[str]:
    """Return the package names that this release of the system knows them by."""
    renamed = apt.renamed([library.package for library in libraries if library.t64])
    names = [renamed.get(library.package, library.package) for library in libraries]
    return list(dict.fromkeys(names + [chinese_font.PACKAGE] * font))


def _refusal(libraries: tuple[Library, ...], *, font: bool) -> refusals.NotReady:
    if apt.is_here():
        names = packages(libraries, font=font)
        return refusals.NoRights(apt.line(names), count=len(names))
    sonames = [library.soname for library in libraries]
    manager = next((name for name in OTHER_MANAGERS if shutil.which(name)), None)
    wanted = " ".join(f"'{soname}()(64bit)'" for soname in sonames)
    line = f"sudo {manager} install {wanted}" if manager else " ".join(sonames)
    return refusals.NoPackageManager(line, count=len(sonames))

"""The first start: see that the machine has what is needed, then hand over to the program."""

from __future__ import annotations

import ctypes
import importlib
import os
import shlex
import subprocess
import sys
from pathlib import Path
from types import ModuleType

from renewtrack.errors import UserError
from renewtrack.first_run import environment, refusals, system_libraries, telling
from renewtrack.words import Words

ROOT = environment.ROOT
OUT = Path("out")
DEMO_NAME = "示范区.gpkg"
COMMANDS = ("demo", "test", "setup")
IN_PARALLEL = ("-n", "3", "--dist", "loadfile")  # many wait for threads: three fill two cores
USAGE = """\
更新台账 renewtrack

  python3 main.py              打开程序                 open the program
  python3 main.py FILE.gpkg    打开一个台账文件         open a project file
  python3 main.py demo         打开演示区               open the demo district
  python3 main.py test [...]   运行全部检查（参数给 pytest） run every check
  python3 main.py setup [...]  只安装（参数给 pip）     install only
"""


def main(arguments: list[str]) -> int:
    """Set up what is missing and run one command; return the exit code."""
    telling.speak_utf8()
    if arguments[:1] in (["-h"], ["--help"]):
        sys.stdout.write(USAGE)
        return 0
    try:
        return _run(arguments)
    except UserError as trouble:
        return telling.refuse(trouble)
    except KeyboardInterrupt:
        telling.say(Words("已中断，再次运行会接着做。", "Stopped; run it again to go on."))
        return 130


def _run(arguments: list[str]) -> int:
    command = arguments[0] if arguments[:1] and arguments[0] in COMMANDS else "open"
    again = _this_line(arguments)
    with_screen = command in ("open", "demo") and screen_is_there()
    if command == "open" and not with_screen:
        raise refusals.NoScreen(_this_line(["demo"]))
    if not (environment.runs_here() and environment.ready()):
        system_libraries.ensure(with_screen=with_screen)
        environment.ensure(again, arguments[1:] if command == "setup" else [])
    if command == "setup":
        telling.say(Words("已就绪", "Ready"), _this_line(["demo"]))
        return 0
    if command == "test":
        os.chdir(ROOT)
        return _hand_over(["-m", "pytest", *(arguments[1:] or IN_PARALLEL)])
    if not environment.runs_here():
        return _hand_over([str(ROOT / "main.py"), *arguments])
    return _open(command, arguments, with_screen=with_screen)


def _this_line(arguments: list[str]) -> str:
    """Return the line that repeats this start, as it is typed on this system."""
    if os.name == "nt":
        return subprocess.list2cmdline(["py", "-3.11", "main.py", *arguments])
    return shlex.join(["python3", "main.py", *arguments])


def screen_is_there() -> bool:
    """Tell whether a window can be shown: ask the X server itself, a set name may be stale."""
    if not sys.platform.startswith("linux"):
        return True
    wayland = os.environ.get("WAYLAND_DISPLAY")
    if wayland and Path(os.environ.get("XDG_RUNTIME_DIR", "/"), wayland).exists():
        return True
    if not os.environ.get("DISPLAY"):
        return False
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:  # not installed yet: the name is all we have to go by
        return True
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    display = x11.XOpenDisplay(None)
    if display:
        x11.XCloseDisplay(display)
    return bool(display)


def _hand_over(arguments: list[str]) -> int:
    """Go on in the environment's own Python."""
    command = [str(environment.python()), *arguments]
    if os.name != "nt":
        sys.stdout.flush()
        os.execve(command[0], command, _surroundings())
    return subprocess.run(command, env=_surroundings(), check=False).returncode


def _surroundings() -> dict[str, str]:
    return {**os.environ, "PYTHONUTF8": "1"}


def _open(command: str, arguments: list[str], *, with_screen: bool) -> int:
    """Show the window, or do the demo's main job without one."""
    app = importlib.import_module("renewtrack.app")
    if command == "demo" and _is_root():  # Chromium's sandbox refuses to run as root
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
    if with_screen:
        return int(app.main([str(_demo_file())] if command == "demo" else arguments))
    return _without_screen(app)


def _demo_file() -> Path:
    """Return the demo district's file, made at the first time; the window opens it as any other."""
    path = Path(importlib.import_module("renewtrack.paths").data_folder()) / DEMO_NAME
    if not path.exists():
        telling.say(Words("生成示范区", "Making the demo district"), path)
        importlib.import_module("renewtrack.demo").make(path).close()
    return path


def _without_screen(app: ModuleType) -> int:
    """Do the demo's main job off the screen, drawn by software, and say where the results are."""
    telling.say(Words("没有显示器，在后台演示", "No screen: the demo runs in the background"))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_QUICK_BACKEND"] = "software"
    os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--disable-gpu --log-level=3")
    # What Chromium says of the missing graphics card is nothing to the person.
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false;default.info=false")
    code = int(app.headless_demo(OUT))
    for result in sorted(OUT.resolve().glob("*.*")):
        telling.say(Words("结果", "Result"), result)
    return code


def _is_root() -> bool:
    return os.name != "nt" and os.geteuid() == 0

"""The reasons why a first start stops, each with the exact line to run."""

from __future__ import annotations

from renewtrack.errors import UserError
from renewtrack.words import Words


class NotReady(UserError):
    """The machine lacks something; ``line`` is what to run, empty where there is no one line."""

    def __init__(self, line: str = "", **values: object) -> None:
        super().__init__(**values)
        self.line = line


class NoRights(NotReady):
    """System packages are missing and we may not install them."""

    words = Words(
        "缺少 {count} 个系统软件包，当前用户无权安装。请让管理员运行下面这一行，然后重试：",
        "{count} system packages are missing and this account may not install them. "
        "Have an administrator run this line, then try again:",
    )


class NoPackageManager(NotReady):
    """System libraries are missing and the system is not one that we know how to ask."""

    words = Words(
        "缺少 {count} 个系统库，而本机没有 apt-get。请用系统的软件包管理器装好下列各项，然后重试：",
        "{count} system libraries are missing and there is no apt-get here. Install these with "
        "the system's own package manager, then try again:",
    )


class AptFailed(NotReady):
    """apt-get ran and did not succeed."""

    words = Words(
        "系统软件包没有装上（{reason}）。请检查网络和软件源，然后运行下面这一行：",
        "The system packages could not be installed ({reason}). "
        "Check the network and the package sources, then run this line:",
    )


class NoPip(NotReady):
    """This Python has neither pip nor the means to make one."""

    words = Words(
        "这个 Python 没有可用的 pip（需要 22.3 以上）。请先运行下面这一行，然后重试：",
        "This Python has no usable pip (22.3 or newer is needed). "
        "Run this line first, then try again:",
    )


class NoVenv(NotReady):
    """The private environment cannot be made."""

    words = Words(
        "无法建立程序自己的运行环境 {folder}（{reason}）。其他文件没有改动。"
        "请先运行下面这一行，然后重试：",
        "The program's own environment {folder} cannot be made ({reason}). Nothing else was "
        "changed. Run this line first, then try again:",
    )


class NoNetwork(NotReady):
    """The packages cannot be fetched."""

    words = Words(
        "连不上软件包仓库，第一次启动需要联网下载软件包。联网后再运行下面这一行；"
        "没有网络的机器请看 README 的“离线安装”：",
        "The package index cannot be reached; the first start downloads packages. Run this line "
        "again with a network; for machines without one see “Offline” in the README:",
    )


class DiskFull(NotReady):
    """There is not enough room for the packages."""

    words = Words(
        "磁盘空间不足：{folder} 需要约 {needed} GB，只剩 {free} GB。清理后再运行下面这一行：",
        "The disk is too full: {folder} needs about {needed} GB and has {free} GB left. "
        "Make room, then run this line again:",
    )


class FolderReadOnly(NotReady):
    """The program's folder cannot be written to."""

    words = Words(
        "程序文件夹 {folder} 不可写。请把整个文件夹复制到自己的目录，在那里再运行下面这一行：",
        "The program's folder {folder} cannot be written to. Copy the whole folder to a place of "
        "your own and run this line again there:",
    )


class PackagesFailed(NotReady):
    """pip stopped for a reason of its own."""

    words = Words(
        "软件包没有装上：{reason}。详细记录在 {log}。请再运行一次下面这一行：",
        "The packages could not be installed: {reason}. The full record is in {log}. "
        "Run this line once more:",
    )


class StillMissing(NotReady):
    """Everything is installed and Qt still does not load."""

    words = Words(
        "软件包已装好，但 Qt 无法加载：{reason}。请安装缺少的系统库，然后运行下面这一行：",
        "The packages are installed but Qt does not load: {reason}. "
        "Install the missing system library, then run this line:",
    )


class NoScreen(NotReady):
    """The window was asked for where there is no screen."""

    words = Words(
        "这台机器没有可用的显示器，打不开窗口。没有屏幕时可以用命令行，或运行下面这一行看演示结果：",
        "There is no screen here, so the window cannot open. Use the command line, or run this "
        "line to get the demo's results as files:",
    )

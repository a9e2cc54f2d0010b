"""Whether the machine has a font with Chinese signs."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from renewtrack.words import Words

PACKAGE = "fonts-wqy-microhei"
NONE = Words(
    f"没有中文字体，界面和图纸上的汉字会显示为方框；可安装 {PACKAGE}。",
    f"No Chinese font: signs will show as boxes; install {PACKAGE}.",
)
FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
NAMES = ("wqy", "notosanscjk", "notoserifcjk", "sourcehan", "simsun", "simhei", "msyh", "fzht")
FREE_NAMES = ("droidsansfallback", "ukai", "uming", "harmonyos", "lxgw", "fangsong")
SUFFIXES = (".ttf", ".ttc", ".otf", ".otc")


def present() -> bool:
    """Ask fontconfig, or look at the font files where it is not installed."""
    listing = shutil.which("fc-list")
    if listing:
        run = subprocess.run([listing, ":lang=zh-cn", "file"], capture_output=True, check=False)
        if run.returncode == 0:
            return bool(run.stdout.strip())
    return any(_chinese(Path(folder).expanduser()) for folder in FOLDERS)


def _chinese(folder: Path) -> bool:
    for _root, _folders, files in os.walk(folder):
        for name in files:
            plain = name.lower().replace("-", "").replace("_", "")
            if plain.endswith(SUFFIXES) and any(known in plain for known in NAMES + FREE_NAMES):
                return True
    return False

"""Where this machine fetches its packages from; nothing else of its pip configuration is heeded."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys

HOST_PYTHON = str(getattr(sys, "_base_executable", sys.executable))  # never a .venv's own
WHERE_FROM = (
    "index-url",
    "extra-index-url",
    "find-links",
    "no-index",
    "trusted-host",
    "cert",
    "client-cert",
    "proxy",
    "cache-dir",
)
SETTING = re.compile(r"(global|install|:env:)\.(?P<name>[\w-]+)=(?P<value>['\"].*['\"])")


def plain() -> dict[str, str]:
    """Return an environment in which pip knows no configuration at all."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    return {
        **kept,
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
        "PIP_NO_COLOR": "1",
        "PYTHONUTF8": "1",
    }


def of_this_machine() -> dict[str, str]:
    """Return the same environment with the machine's mirror, proxy and certificates put back.

    Options such as ``user``, ``target``, ``require-virtualenv`` or ``no-binary`` would break or
    change what is installed; where the bytes come from cannot, since every hash is pinned.
    """
    run = subprocess.run(
        [HOST_PYTHON, "-m", "pip", "config", "list"],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    return {**plain(), **_settings(run.stdout)}


def _settings(listing: str) -> dict[str, str]:
    """Turn the lines of ``pip config list`` into pip's environment variables.

    The environment's own settings (``:env:``) win over the files', as with pip itself.
    """
    found: dict[str, str] = {}
    for line in sorted(listing.splitlines(), key=lambda line: line.startswith(":env:")):
        setting = SETTING.match(line.strip())
        if setting and setting["name"].replace("_", "-") in WHERE_FROM:
            name = setting["name"].upper().replace("-", "_")
            found[f"PIP_{name}"] = " ".join(str(ast.literal_eval(setting["value"])).split())
    return found

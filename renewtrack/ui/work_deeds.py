"""What the commands for works, money and consent do, by the keys of the table of commands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from renewtrack.ui import (
    lift_file,
    move_dialog,
    plans_dialog,
    progress_deeds,
    project_file,
    year_dialog,
)
from renewtrack.ui.screens import SCREENS

if TYPE_CHECKING:
    from renewtrack.ui.main_window import MainWindow


class WorkDeeds:
    """Opens the views and the dialogs of the works, on one window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def table(self) -> dict[str, Callable[[], object]]:
        """Return what each command does."""
        window = self._window
        deeds: dict[str, Callable[[], object]] = {
            "move_stage": lambda: window.guarded(lambda: move_dialog.open_over(window)),
            "lift_file": lambda: window.guarded(lambda: lift_file.open_over(window)),
            "move_year": lambda: window.guarded(lambda: year_dialog.open_over(window)),
            "reckon_percent": lambda: window.guarded(lambda: progress_deeds.open_over(window)),
            "plans": lambda: window.guarded(lambda: plans_dialog.open_over(window)),
            "project_file": lambda: window.guarded(lambda: project_file.open_over(window)),
        }
        views = window.workspace.screens
        deeds |= {entry.key: partial(views.show_view, entry.key) for entry in SCREENS}
        return deeds

"""The commands of the command line, one module a subject."""

from __future__ import annotations

import click

from renewtrack.commands import (
    asking,
    backing_up,
    base_maps,
    forms,
    going_back,
    layout_files,
    local_systems,
    looking_after,
    opening,
    peopling,
    personal,
    printing,
    putting_out,
    reporting,
    retaining,
    shapes,
    taking_in,
    visiting,
)

COMMANDS: tuple[click.Command, ...] = (
    opening.new,
    opening.open_,
    taking_in.import_,
    layout_files.layouts_,
    local_systems.local_systems_,
    local_systems.locate,
    base_maps.basemap,
    going_back.undo,
    going_back.redo,
    going_back.history_,
    going_back.thin,
    asking.query,
    asking.totals,
    putting_out.export,
    forms.form,
    printing.print_,
    visiting.visits,
    reporting.report,
    backing_up.backup,
    backing_up.restore,
    looking_after.check,
    shapes.shapes,
    looking_after.salvage,
    peopling.people_,
    personal.exports_,
    personal.erase,
    retaining.purge,
    retaining.person,
    looking_after.doctor,
)

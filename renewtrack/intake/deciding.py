"""What a row's code decides, whatever the row says beside it; a difference is told."""

from __future__ import annotations

from typing import cast

from renewtrack.domain import addresses, text
from renewtrack.domain.places import Building
from renewtrack.domain.works import Project
from renewtrack.intake import candidates, matching
from renewtrack.intake.matching import Matched
from renewtrack.intake.row_read import RowRead
from renewtrack.intake.rows import Rejected, Surroundings


def building(
    read: RowRead, around: Surroundings, matched: Matched | Rejected
) -> tuple[Matched, Building] | None:
    """Return the building of a row's code with its estate; None where no code is known."""
    known = around.known
    code = read.words("bldg_code")
    number = matching.coded(known, "building", code) if code else None
    if number is None:
        return None
    found = cast(Building, known.records["building", number])
    written = addresses.building_number(read.words("bldg_no") or found.number)
    same = text.fold(written).endswith(text.fold(found.number))
    if not same or not _is(matched, found.estate_id):
        label = f"{candidates.estate_label(known, found.estate_id)} {found.number}"
        said = f"{read.words('estate_name') or ''} {read.words('bldg_no') or ''}"
        read.complain("code_decides", "bldg_code", code=code, known=label, value=said.strip())
    if isinstance(matched, Matched) and matched.id == found.estate_id:
        return matched, found
    return _decided(read, around, found.estate_id), found


def project(
    read: RowRead, around: Surroundings, matched: Matched | Rejected
) -> tuple[Matched, Project] | None:
    """Return the project of a row's code with the row's estate; None where no code is known.

    The estate is the row's own where the project serves it, else the project's only one. Raises
    Rejected where the project serves several others.
    """
    known = around.known
    code = read.words("project_code")
    number = matching.coded(known, "project", code) if code else None
    if number is None:
        return None
    found = cast(Project, known.records["project", number])
    served = known.estates_of(number)
    if not served or any(_is(matched, estate) for estate in served):
        if isinstance(matched, Rejected):
            raise matched
        return matched, found
    if len(served) > 1:
        name = read.words("estate_name") or ""
        raise Rejected("ambiguous", "estate_name", value=name, count=len(served))
    label = " ".join(filter(None, (found.name, candidates.estate_label(known, served[0]))))
    said = read.words("estate_name") or ""
    read.complain("code_decides", "project_code", code=code, known=label, value=said)
    return _decided(read, around, served[0]), found


def _is(matched: Matched | Rejected, estate_id: int) -> bool:
    return isinstance(matched, Matched) and matched.id == estate_id


def _decided(read: RowRead, around: Surroundings, estate_id: int) -> Matched:
    """Return the estate that a code decides, under the name that the file has."""
    estate = around.known.estates[estate_id]
    return matching.by_code(around.known, estate_id, (estate.street, estate.community, estate.name))

"""SQL that names the street and the community of an estate, whichever of the two its area is."""

from __future__ import annotations

JOINED = """
LEFT JOIN area AS own ON own.id = estate.area_id
LEFT JOIN area AS above ON above.id = own.parent_id
LEFT JOIN area AS top ON top.id = above.parent_id
"""
STREET = """CASE WHEN own.level = 'street' THEN own.name
    WHEN above.level = 'street' THEN above.name
    WHEN top.level = 'street' THEN top.name END"""
COMMUNITY = """CASE WHEN own.level = 'community' THEN own.name
    WHEN above.level = 'community' THEN above.name END"""
STREET_SORT = STREET.replace(".name", ".sort")
COMMUNITY_SORT = COMMUNITY.replace(".name", ".sort")
# Of a project without a name of its own, the estates it serves.
PROJECT = """COALESCE(project.name, (
    SELECT GROUP_CONCAT(estate.name, '、') FROM project_estate AS link
    JOIN estate ON estate.id = link.estate_id WHERE link.project_id = project.id), '')"""
IN_ORDER = (
    f"({STREET_SORT}) IS NULL, {STREET_SORT}, ({COMMUNITY_SORT}) IS NULL, {COMMUNITY_SORT},"
    " estate.sort, estate.id"
)

"""SQL for the stage that stands for a place and for being late, each written once.

The stage of an estate is that of its project of the latest plan year. A building has the stage
of its own latest work with a stage, else that of its estate; works on one of its stairwells or
households do not speak for it. Late means: the last day that
``finish_plan`` can mean is over and the stage comes before S80 (finished).
"""

from __future__ import annotations

# One row an estate: its project of the latest plan year.
LATEST_PROJECT = """latest_project AS MATERIALIZED (
    SELECT estate_id, project_id FROM (
        SELECT link.estate_id, link.project_id, ROW_NUMBER() OVER (
            PARTITION BY link.estate_id
            ORDER BY planned.plan_year IS NULL, planned.plan_year DESC, planned.id DESC
        ) AS place
        FROM project_estate AS link JOIN project AS planned ON planned.id = link.project_id
    ) WHERE place = 1
)"""

# One row a building that has works of its own with a stage: the latest of them.
LATEST_WORK = """own_work AS MATERIALIZED (
    SELECT building_id, stage, percent, finish_plan, MAX(id) AS work_id FROM work
    WHERE building_id IS NOT NULL AND stage IS NOT NULL
      AND stairwell_id IS NULL AND household_id IS NULL
    GROUP BY building_id
)"""

# Joins for queries over ``estate``; they bring ``project``.
OF_ESTATE = """
LEFT JOIN latest_project ON latest_project.estate_id = estate.id
LEFT JOIN project ON project.id = latest_project.project_id
"""


def late(finish: str, stage: str) -> str:
    """Return SQL, 1 or 0, over a finish date and a stage; it needs the parameter ``:today``.

    A date as precise as known (2025, 2025-05, 2025-05-31, 1985/1990) is over when today's date,
    cut to the same precision, is later. Side states (X1 to X3) sort behind S80: never late.
    """
    end = f"(substr({finish}, instr({finish}, '/') + 1) || '~')"  # greater than any sign of a date
    return (
        f"(COALESCE({stage} < 'S80' AND {finish} >= '0' AND {finish} < ':' AND {end} < :today, 0))"
    )

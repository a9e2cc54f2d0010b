"""A plan or a receipt as the JSON that the command line prints."""

from __future__ import annotations

from typing import Any

from renewtrack.domain import masking
from renewtrack.intake.plans import Issue, Plan, Receipt, TotalDiffers


def as_json(done: Plan | Receipt, language: str = "zh") -> dict[str, Any]:
    """Return the document of ``import``: counts, issues, totals that differ, and the batch.

    ``new + changed + same + rejected`` is ``rows_read``; ``batch`` is None where nothing was
    written.
    """
    plan = done.plan if isinstance(done, Receipt) else done
    return {
        "file": plan.path.name,
        "sheet": plan.layout.sheet.name,
        "layout": plan.layout.kind,
        "rows_read": plan.rows_read,
        **plan.counts,
        "skipped": plan.skipped,
        "issues": [_issue(issue, language) for issue in plan.issues],
        "totals_differ": [_total(total) for total in plan.totals_differ],
        "batch": done.batch if isinstance(done, Receipt) else None,
    }


def _issue(issue: Issue, language: str) -> dict[str, Any]:
    return {
        "file": issue.file,
        "sheet": issue.sheet,
        "row": issue.row or None,
        "column": issue.column or None,
        "heading": issue.heading or None,
        "kind": issue.kind,
        "level": issue.level,
        "value": masking.mask_text(issue.value) if issue.value else issue.value,
        "message": masking.mask_text(issue.message.in_(language)),
    }


def _total(total: TotalDiffers) -> dict[str, Any]:
    return {
        "row": total.row,
        "column": total.column,
        "heading": total.heading,
        "label": total.label,
        "stated": total.stated,
        "computed": total.computed,
        "difference": total.difference,
        "unit": total.unit,
    }

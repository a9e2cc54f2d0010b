"""What the file holds of one household, written as a workbook or a plain page for its people."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path

from renewtrack.reports.putting import Placed, Seen, clean
from renewtrack.store.person_data import Part
from renewtrack.words import Words

TITLE = Words("本户个人信息", "Personal details of this household")
LEAD = Words(
    "以下是台账中关于本户的全部内容。如有错误，请联系街道更正；也可以要求删除。",
    "This is all that the ledger holds of this household. Ask the office to correct what is wrong; "
    "you may also ask for it to be deleted.",
)
PAGE = ".html"
ENDINGS = (PAGE, ".xlsx")
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDTH = 18
_STYLE = (
    "body{font:16px/1.6 sans-serif;margin:2em auto;max-width:60em;padding:0 1em;color:#1c2733}"
    "table{border-collapse:collapse;width:100%;margin:.3em 0 1.6em}h2{font-size:1.1em}"
    "th,td{border:1px solid #b9c2cb;padding:.3em .6em;text-align:left;vertical-align:top}"
    "th{background:#eef2f5}td{overflow-wrap:anywhere}"
)
_LINES = "p{margin:.4em 0;white-space:pre-wrap}"


def write(parts: Sequence[Part], path: Path, language: str, seen: Seen | None = None) -> int:
    """Write the parts as a page where the name ends so, else as a workbook; return the lines.

    Raises NotWritten, and what ``seen`` raises.
    """
    count = sum(len(part.lines) for part in parts)
    with Placed(path, count, seen) as aside:
        if path.suffix.lower() == PAGE:
            aside.write_text(_page(parts, language), "utf-8")
        else:
            _book(parts, aside, language)
    return count


def certificate(lines: Sequence[Words], path: Path, language: str, seen: Seen | None = None) -> int:
    """Write the certificate of a purge as a page to print; return its lines.

    Raises NotWritten, and what ``seen`` raises.
    """
    told = [html.escape(clean(line.in_(language))) for line in lines]
    body = "".join(f"<p>{line}</p>" for line in told[1:])
    with Placed(path, len(lines), seen) as aside:
        aside.write_text(
            f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
            f"<title>{told[0]}</title><style>{_STYLE}{_LINES}</style>"
            f"</head><body><h1>{told[0]}</h1>{body}</body></html>",
            "utf-8",
        )
    return len(lines)


def _book(parts: Sequence[Part], path: Path, language: str) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        sheet = book.add_worksheet(clean(TITLE.in_(language))[:31])
        bold = book.add_format({"bold": True})
        sheet.set_column(0, 20, _WIDTH)
        row = 0
        for part in parts:
            sheet.write_string(row, 0, clean(part.title.in_(language)), bold)
            for place, line in enumerate((part.heads, *part.lines), row + 1):
                for column, value in enumerate(line):
                    sheet.write_string(place, column, clean(_said(value, language)))
            row += len(part.lines) + 3


def _page(parts: Sequence[Part], language: str) -> str:
    body = "".join(_table(part, language) for part in parts)
    title = html.escape(TITLE.in_(language))
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1>"
        f"<p>{html.escape(LEAD.in_(language))}</p>{body}</body></html>"
    )


def _table(part: Part, language: str) -> str:
    heads = "".join(f"<th>{html.escape(words.in_(language))}</th>" for words in part.heads)
    lines = "".join(
        f"<tr>{''.join(f'<td>{_cell(value, language)}</td>' for value in line)}</tr>"
        for line in part.lines
    )
    title = html.escape(part.title.in_(language))
    return f"<h2>{title}</h2><table><tr>{heads}</tr>{lines}</table>"


def _cell(value: str | Words, language: str) -> str:
    return html.escape(clean(_said(value, language)))


def _said(value: str | Words, language: str) -> str:
    return value.in_(language) if isinstance(value, Words) else value

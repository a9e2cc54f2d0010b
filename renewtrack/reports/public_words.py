"""The words of the public page, and its pages put together from escaped texts."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from renewtrack.domain import stages
from renewtrack.words import Words

TITLE = Words("{place}老旧小区改造进展公示", "{place}: renewal of residential estates")
CUTOFF = Words("数据截至 {day}", "As of {day}")
MADE = Words("制作日期 {day}", "Made on {day}")
OFFICE = Words("发布单位：{office}", "Published by {office}")
BACK = Words("返回总览", "Back to the overview")
OTHER = Words("English", "中文")
ESTATES, STREET = Words("小区", "Estate"), Words("街道", "Street")
STAGE, PROGRESS = Words("进展", "Stage"), Words("形象进度", "Progress")
START, FINISH = Words("开工", "Start"), Words("完工", "Finish")
PLANNED = Words("（计划）", " (planned)")
ALL, NO_PROJECT = Words("小区总数", "Estates"), Words("未列入项目", "In no project")
MAP_TITLE = Words("改造进展地图", "Map of the renewal")
LEGEND, LIST = Words("图例", "Legend"), Words("各小区进展", "Progress of the estates")
WORKS, BUILDINGS = Words("改造内容", "Works"), Words("楼栋", "Buildings")
COUNT = Words("{count} 栋", "{count} buildings")
DATA = Words("下载本页数据（CSV）", "Download the data of this page (CSV)")
NOTE = Words(
    "本页由更新台账生成，不含个人信息；小于 {least} 的数不列出具体值。",
    "Made from the renewal ledger without personal details; counts below {least} are not told.",
)
NOWHERE = Words("没有可上图的位置。", "Nothing has a position yet.")
CSP = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"


def page(language: str, title: str, other: str, body: Iterable[str]) -> str:
    """Return a whole page; ``title`` is plain text, the body is markup already."""
    tongue = "en" if language == "en" else "zh-CN"
    return (
        f'<!DOCTYPE html>\n<html lang="{tongue}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{CSP}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{html.escape(title)}</title>"
        '<link rel="stylesheet" href="style.css"></head><body>'
        f'<header><a class="other" href="{other}" lang="{"zh-CN" if tongue == "en" else "en"}">'
        f"{OTHER.in_(language)}</a><h1>{html.escape(title)}</h1></header><main>"
        f"{''.join(body)}</main></body></html>\n"
    )


def text(tag: str, words: str, look: str = "") -> str:
    """Return a text in a tag, escaped."""
    dress = f' class="{look}"' if look else ""
    return f"<{tag}{dress}>{html.escape(words)}</{tag}>"


def badge(bucket: str, language: str) -> str:
    """Return the sign of a stage group with its words."""
    found = _bucket(bucket)
    name = html.escape(found.words.in_(language))
    return f'<span class="badge {bucket}">{found.glyph} {name}</span>'


def _bucket(key: str) -> stages.Bucket:
    return next(each for each in (*stages.BUCKETS, stages.NO_PROJECT) if each.key == key)


def bar(percent: float | None) -> str:
    """Return a bar of progress with its figure; an empty one where nothing is known."""
    if percent is None:
        return ""
    figure = f"{percent:.0f}"
    return f'<meter min="0" max="100" value="{figure}">{figure}%</meter> {figure}%'


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; heads are plain texts, cells are markup already."""
    head = "".join(text("th", words) for words in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

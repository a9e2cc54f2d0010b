"""What a report says of itself, in Word and in Excel alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from renewtrack.domain import dates, periods, secrecy
from renewtrack.domain.periods import Period
from renewtrack.reports.tables import Report, ReportTable
from renewtrack.words import Words

TITLES = {
    periods.MONTH: Words("城市更新和老旧小区改造工作月报", "Monthly report on urban renewal"),
    periods.WEEK: Words("城市更新和老旧小区改造工作周报", "Weekly report on urban renewal"),
}
AS_OF = Words("截至{cutoff}", "As of {cutoff}")
UNIT = Words("单位：{unit}", "Unit: {unit}")
OFFICE = Words("填报单位：{office}", "Reported by: {office}")
PERSON = Words("制表人：{person}", "Prepared by: {person}")
FROZEN = Words(
    "本期数据已于{day}锁定，以后的更正列为调整。",
    "The figures of this period were frozen on {day}; later corrections are shown as adjustments.",
)
OPEN = Words(
    "本期数据尚未锁定，正式上报前请先锁定。",
    "The figures of this period are not frozen yet; freeze them before handing the report in.",
)
SIGNED = Words(
    "填报单位（盖章）：　　　　　　　　　　负责人：　　　　　　　审核人：　　　　　　　"
    "填表人：　　　　　　　电话：　　　　　　　　　填报日期：　　　　　　　",
    "Office (seal):                    Head:                 Checked by:                 "
    "Filled in by:                 Telephone:                 Date:               ",
)
EMPTY = Words("本期没有记录。", "Nothing on record for this period.")
NOTE = Words("注：{note}", "Note: {note}")
FIRST_NOTE = Words("注：{number}. {note}", "Notes: {number}. {note}")
NEXT_NOTE = Words("　　{number}. {note}", "{number}. {note}")


@dataclass(frozen=True, slots=True)
class Head:
    """The title of a report and the lines below it."""

    title: Words
    lines: tuple[Words, ...]


def head(report: Report) -> Head:
    """Return the title and the lines: period, day of the figures, office, person, frozen or not."""
    lines = [report.period.words, as_of(report)]
    if report.office:
        lines.append(OFFICE.filled(office=report.office))
    if report.person:
        lines.append(PERSON.filled(person=report.person))
    lines.append(frozen(report))
    return Head(title(report), tuple(line for line in lines if line.zh))


def title(report: Report) -> Words:
    """Return the title of a report without its period."""
    return TITLES[report.period.kind]


def short(table: ReportTable, period: Period) -> Words:
    """Return the title of a table without the name of the period."""
    ends = " ,　（）()"
    return Words(
        table.title.zh.replace(period.words.zh, "").strip(ends),
        table.title.en.replace(period.words.en, "").strip(ends),
    )


def as_of(report: Report) -> Words:
    """Return of which day the figures speak."""
    return AS_OF.filled(cutoff=day(report.cutoff)) if report.cutoff else Words("", "")


def frozen(report: Report) -> Words:
    """Return whether the period is frozen, and since when."""
    return FROZEN.filled(day=day(report.frozen_at[:10])) if report.frozen_at else OPEN


def day(iso: str) -> Words:
    """Return a date as running text has it."""
    return Words(dates.show(iso, "zh"), dates.show(iso, "en"))


def secrecy_line(key: str, language: str) -> str:
    """Return the line about who may see it; a report without a map needs no approval number."""
    preset = secrecy.preset(key)
    return (preset.words if preset.public else preset.line).in_(language)


def notes(told: Sequence[Words], language: str) -> list[str]:
    """Return the notes of a table as lines, numbered where there are several."""
    if len(told) == 1:
        return [NOTE.in_(language).format(note=told[0].in_(language))]
    lines = []
    for number, note in enumerate(told, 1):
        words = FIRST_NOTE if number == 1 else NEXT_NOTE
        lines.append(words.in_(language).format(number=number, note=note.in_(language)))
    return lines

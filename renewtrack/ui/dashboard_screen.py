"""The dashboard: figures and charts of what is filtered, each opening the rows behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from renewtrack.domain import codes, lateness, lifecycle, money
from renewtrack.ui import lamps, plain
from renewtrack.ui.bar_chart import BarChart, ChartBar
from renewtrack.ui.dashboard_tiles import Figure, Tile
from renewtrack.ui.filtering import Choice
from renewtrack.ui.screen import Screen
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.analysis.reaching import Reached
    from renewtrack.store.dashboards import Figures, Group

PROJECTS, WORKS = Words("项目", "Projects"), Words("改造内容", "Works")
STARTED, DONE = Words("已开工", "Started"), Words("已完工", "Completed")
LATE = Words("严重滞后", "Far behind")
HELD = Words("暂缓受阻", "Held up")
PLANNED, RECEIVED, PAID = (
    Words("计划资金", "Planned"),
    Words("到位资金", "Received"),
    Words("支付资金", "Paid"),
)
HOMES, LIFTS = Words("涉及户数", "Households"), Words("加装电梯", "Lifts")
IN_USE = Words("投用 {count} 部", "{count} in use")
OF_ALL = Words("占 {share}%", "{share}% of all")
ALL = Words("全部", "All")
WAN = Words("万元", "10k yuan")
OF_PLAN = Words("计划的 {share}%", "{share}% of the plan")
EMPTY = Words("", "")
NO_STREET = Words("（未知街道）", "(no street)")
CHARTS = {
    "groups": Words("项目按阶段", "Projects by stage"),
    "lights": Words("改造内容督办灯", "Lights of the works"),
    "streets": Words("各街道完工项目（竖线为全部）", "Completed by street; the line is all"),
    "sources": Words("资金支付（竖线为计划，万元）", "Paid by source; the line is planned"),
    "months": Words("近 12 个月支付（万元）", "Paid in the last 12 months, 10k yuan"),
    "targets": Words("规划目标完成率", "Targets reached"),
}
TILES = (
    *("projects", "started", "completed", "late", "works", "works_done"),
    *("works_late", "works_held", "planned", "received", "paid", "lifts"),
)
ACROSS = 4  # tiles in a row


@dataclass(frozen=True, slots=True)
class _Found:
    figures: Figures
    targets: list[Reached]


class DashboardScreen(Screen):
    """Twelve figures and six charts of the projects and works that the filter leaves."""

    def __init__(self, session: Session, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(session, choice, parent)
        self.tiles = {key: Tile() for key in TILES}
        self.charts = {key: BarChart(words) for key, words in CHARTS.items()}
        self.found: _Found | None = None
        self._build()

    def show_now(self) -> None:
        """Read the figures of the filter."""
        today = self.session.today
        projects, works = (self.choice.filter(kind, today) for kind in ("projects", "works"))

        def job(db: Database, _: object) -> _Found:
            from renewtrack.analysis import reaching
            from renewtrack.store import dashboards

            return _Found(dashboards.read(db, projects, works), reaching.read(db, today))

        self.read(job, self._arrived)

    # -- build

    def _build(self) -> None:
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(10, 8, 10, 10)
        grid.setSpacing(8)
        for place, (key, tile) in enumerate(self.tiles.items()):
            grid.addWidget(tile, place // ACROSS, place % ACROSS)
            tile.opened.connect(partial(self._open_tile, key))
        below = len(self.tiles) // ACROSS
        half = ACROSS // 2
        for place, (key, chart) in enumerate(self.charts.items()):
            page = QWidget()
            column = QVBoxLayout(page)
            column.setContentsMargins(0, 8, 0, 0)
            head = plain.label()
            head.setProperty("role", "section")
            say(head.setText, CHARTS[key])
            column.addWidget(head)
            column.addWidget(chart)
            column.addStretch(1)
            row, side = below + place // 2, place % 2 * half
            grid.addWidget(page, row, side, 1, half, Qt.AlignmentFlag.AlignTop)
            chart.opened.connect(partial(self._open_bar, key))
        grid.setRowStretch(below + len(self.charts), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inner)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(area)
        self.setFocusProxy(self.tiles["projects"])

    # -- what is shown

    def _arrived(self, found: _Found) -> None:
        self.found = found
        for key, figure in _figures(found.figures).items():
            self.tiles[key].show_figure(figure)
        for key, bars in _bars(found).items():
            self.charts[key].show_bars(bars)

    # -- where it leads

    def _open_tile(self, key: str) -> None:
        opens: dict[str, Callable[[], object]] = {
            "projects": partial(self._open_rows, "projects", "", PROJECTS),
            "started": partial(self._open_rows, "projects", "started", STARTED),
            "completed": partial(self._open_rows, "projects", "completed", DONE),
            "late": partial(self._open_rows, "projects", lateness.RED, LATE),
            "works": partial(self._open_rows, "works", "", WORKS),
            "works_done": partial(self._open_rows, "works", "completed", DONE),
            "works_late": partial(self._open_rows, "works", lateness.RED, LATE),
            "works_held": partial(self._open_rows, "works", "held", HELD),
            "planned": partial(self._open_money, "planned", PLANNED),
            "received": partial(self._open_money, "received", RECEIVED),
            "paid": partial(self._open_money, "paid", PAID),
            "lifts": self._open_lifts,
        }
        opens[key]()

    def _open_bar(self, chart: str, key: object) -> None:
        said = str(key)
        opens: dict[str, Callable[[], object]] = {
            "groups": partial(self._open_rows, "projects", "", CHARTS["groups"], group=said),
            "lights": partial(self._open_rows, "works", said, CHARTS["lights"]),
            "streets": partial(self._open_rows, "projects", "completed", DONE, street=said),
            "sources": partial(self._open_money, "paid", PAID, source=said),
            "months": partial(self._open_money, "paid", PAID, month=said),
            "targets": partial(self._open_target, key),
        }
        opens[chart]()

    def _open_rows(
        self, kind: str, test: str, words: Words, *, group: str = "", street: str | None = None
    ) -> None:
        """Open the records that a figure counts, found by the test that counted them."""
        wanted = self.choice.filter(kind, self.session.today)

        def job(db: Database, _: object) -> list[int]:
            from renewtrack.store import dashboards

            def counted(of: Group) -> bool:
                return (
                    dashboards.passes(of, test)
                    and group in ("", lifecycle.standing(of.stage))
                    and street in (None, of.street)
                )

            return dashboards.ids(db, kind, wanted, counted)

        self._open_found(job, kind, words)

    def _open_money(self, measure: str, words: Words, *, source: str = "", month: str = "") -> None:
        wanted = self.choice.filter("projects", self.session.today)

        def job(db: Database, _: object) -> list[int]:
            from renewtrack.store import dashboards

            return dashboards.paying(db, wanted, (measure, source, month))

        self._open_found(job, "projects", words)

    def _open_lifts(self) -> None:
        wanted = self.choice.filter("projects", self.session.today)

        def job(db: Database, _: object) -> list[int]:
            from renewtrack.store import dashboards

            return dashboards.with_lifts(db, wanted)

        self._open_found(job, "buildings", LIFTS)

    def _open_found(
        self, job: Callable[[Database, object], list[int]], kind: str, words: Words
    ) -> None:
        def opens(ids: list[int]) -> None:
            if ids:
                self.drilled.emit(kind, ids, words)

        self.read(job, opens)

    def _open_target(self, key: object) -> None:
        targets = self.found.targets if self.found is not None else []
        one = next((each for each in targets if each.id == key), None)
        if one is not None and one.rows:
            self.drilled.emit(one.rows[0][0], [number for _, number in one.rows], one.metric.words)


def _figures(found: Figures) -> dict[str, Figure]:
    projects, works = found.count(found.projects), found.count(found.works)
    planned, received, paid = (
        sum(found.money[key].values()) for key in ("planned", "received", "paid")
    )
    homes = Words(f"{HOMES.zh} {found.households:,}", f"{found.households:,} {HOMES.en.lower()}")

    def counted(words: Words, of: tuple[Group, ...], test: str, colour: str = "") -> Figure:
        count, every = found.count(of, test), found.count(of)
        return Figure(words, f"{count:,}", _share(count, every, OF_ALL), colour)

    red, green = lamps.colour(lateness.RED).name(), lamps.colour(lateness.GREEN).name()
    in_use = IN_USE.filled(count=found.lifts.get("in_use", 0))
    return {
        "projects": Figure(PROJECTS, f"{projects:,}", homes),
        "started": counted(STARTED, found.projects, "started"),
        "completed": counted(DONE, found.projects, "completed", green),
        "late": counted(LATE, found.projects, lateness.RED, red),
        "works": Figure(WORKS, f"{works:,}", ALL),
        "works_done": counted(_of(DONE), found.works, "completed", green),
        "works_late": counted(_of(LATE), found.works, lateness.RED, red),
        "works_held": counted(_of(HELD), found.works, "held"),
        "planned": Figure(PLANNED, money.wan_shown(planned), WAN),
        "received": Figure(RECEIVED, money.wan_shown(received), _share(received, planned, OF_PLAN)),
        "paid": Figure(PAID, money.wan_shown(paid), _share(paid, planned, OF_PLAN)),
        "lifts": Figure(LIFTS, f"{sum(found.lifts.values()):,}", in_use),
    }


def _of(words: Words) -> Words:
    return Words(f"{WORKS.zh}：{words.zh}", f"{WORKS.en}: {words.en.lower()}")


def _share(some: int, every: int, words: Words) -> Words:
    if not every:
        return EMPTY
    return words.filled(share=str(money.half_up(Decimal(some) * 100 / every, 1)))


def _bars(found: _Found) -> dict[str, list[ChartBar]]:
    figures = found.figures
    return {
        "groups": _groups(figures),
        "lights": [
            ChartBar(
                key,
                lateness.LIGHT_WORDS[key],
                figures.count(figures.works, key),
                f"{figures.count(figures.works, key):,}",
                lamps.colour(key).name(),
            )
            for key in lateness.LIGHTS[::-1]
        ],
        "streets": _streets(figures),
        "sources": _sources(figures),
        "months": [
            ChartBar(month, Words(month, month), max(fen, 0), money.wan_shown(fen))
            for month, fen in figures.paid.items()
        ],
        "targets": _targets(found.targets),
    }


def _groups(figures: Figures) -> list[ChartBar]:
    found: dict[str, int] = {group.key: 0 for group in lifecycle.GROUPS}
    found |= {lifecycle.HELD: 0, lifecycle.UNPLACED: 0}
    for group in figures.projects:
        found[lifecycle.standing(group.stage)] += group.count
    names = {group.key: group.words for group in lifecycle.GROUPS} | {
        lifecycle.HELD: HELD,
        lifecycle.UNPLACED: Words("未列阶段", "No stage"),
    }
    return [
        ChartBar(key, names[key], count, f"{count:,}")
        for key, count in found.items()
        if count or key not in (lifecycle.HELD, lifecycle.UNPLACED)
    ]


def _streets(figures: Figures) -> list[ChartBar]:
    every: dict[str, int] = {}
    done: dict[str, int] = {}
    for group in figures.projects:
        every[group.street] = every.get(group.street, 0) + group.count
        if lifecycle.is_completed(group.stage):
            done[group.street] = done.get(group.street, 0) + group.count
    return [
        ChartBar(
            street,
            Words(street, street) if street else NO_STREET,
            done.get(street, 0),
            f"{done.get(street, 0):,} / {count:,}",
            mark=count,
        )
        for street, count in sorted(every.items(), key=lambda item: (not item[0], -item[1]))
    ][:20]


def _sources(figures: Figures) -> list[ChartBar]:
    paid, planned = figures.money["paid"], figures.money["planned"]
    shown = []
    for code in codes.table("fund_sources"):
        if code.key in paid or code.key in planned:
            fen = paid.get(code.key, 0)
            mark = planned.get(code.key)
            shown.append(
                ChartBar(code.key, code.words, max(fen, 0), money.wan_shown(fen), mark=mark)
            )
    return shown


def _targets(found: list[Reached]) -> list[ChartBar]:
    return [
        ChartBar(
            each.id,
            Words(f"{each.metric.words.zh} · {each.plan}", f"{each.metric.words.en} · {each.plan}"),
            min(each.share or 0.0, 150.0),
            f"{each.share or 0:.1f}%",
            mark=100.0,
        )
        for each in found
        if each.planned
    ]

"""What each flat of a stairwell pays for its lift, by a way of sharing that can be changed."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from renewtrack.domain import codes, cost_shares, money
from renewtrack.domain.cost_shares import Flat
from renewtrack.errors import UserError
from renewtrack.ui import icons, plain
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

LIST = Words("各户分摊", "Share of each flat")
PRESET, BY = Words("分摊方案", "Sharing"), Words("基数", "By")
FACTORS = Words("楼层系数（如 2:0.5 3:1）", "Floor factors (such as 2:0.5 3:1)")
SAVE = Words("采用这个方案", "Use this sharing")
SUMS = Words(
    "造价 {cost} 元，补贴 {subsidy} 元，居民承担 {rest} 元，合计 {total} 元",
    "Cost {cost}, subsidy {subsidy}, residents {rest}; shares add up to {total} yuan",
)
NO_COST = Words("还没有造价，请先在“档案”里填写", "No cost yet: fill it in under “Facts”")
NO_FLATS = Words("这个单元还没有住户", "This stairwell has no households yet")
NO_FLOOR = Words("{count} 户看不出楼层，请补楼层：{rooms}", "No floor for {count} flats: {rooms}")
NO_AREA = Words("{count} 户没有面积：{rooms}", "No area for {count} flats: {rooms}")
SAVED = Words("：分摊方案", "the sharing of a lift")

Row = dict[str, Any]
HEADS: tuple[Head[Row], ...] = (
    Head(Words("房号", "Room"), 80, lambda row: row["shown"]),
    Head(Words("楼层", "Floor"), 70, lambda row: str(row["floor"] or ""), right=True),
    Head(
        Words("面积 ㎡", "Area ㎡"),
        90,
        lambda row: "" if row["area_dm2"] is None else f"{row['area_dm2'] / 100:,.2f}",
        right=True,
    ),
    Head(Words("系数", "Factor"), 70, lambda row: f"{row['factor']:g}", right=True),
    Head(
        Words("应缴 元", "To pay, yuan"),
        120,
        lambda row: "" if row["share"] is None else f"{Decimal(money.yuan_text(row['share'])):,}",
        right=True,
    ),
)


class LiftShares(QWidget):
    """Reckons the shares as the way of sharing is changed, and keeps the one that is chosen."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.lift_id: int | None = None
        self.preset, self.by, self.factors = QComboBox(), QComboBox(), QLineEdit()
        self.save = QPushButton()
        self.sums, self.why, self.agreed = plain.label(), plain.label(), plain.label()
        self.model: LinesModel[Row] = LinesModel(HEADS)
        self.table = LinesTable(LIST)
        self._build()

    def show_of(self, lift_id: int | None) -> None:
        """Show the shares of a lift by the way that it keeps."""
        from renewtrack.store import lifts

        self.lift_id = lift_id
        lift = lifts.get(self.session.db, lift_id) if lift_id is not None else None
        for field in (self.preset, self.by, self.factors):
            field.blockSignals(True)
        preset = (lift.share_preset if lift is not None else None) or "G1"
        self.preset.setCurrentIndex(max(0, self.preset.findData(preset)))
        by = (lift.share_by if lift is not None else None) or cost_shares.presets()[preset].by
        self.by.setCurrentIndex(max(0, self.by.findData(by)))
        own = cost_shares.own_factors(lift.share_factors if lift is not None else None)
        self.factors.setText(" ".join(f"{floor}:{value:g}" for floor, value in own.items()))
        for field in (self.preset, self.by, self.factors):
            field.blockSignals(False)
        self.reckon()

    def _build(self) -> None:
        bar = QHBoxLayout()
        for words, field in ((PRESET, self.preset), (BY, self.by), (FACTORS, self.factors)):
            label = plain.label()
            say(label.setText, words)
            say(field.setAccessibleName, words)
            label.setBuddy(field)
            bar.addWidget(label)
            bar.addWidget(field, 1)
        say(self.save.setText, SAVE)
        icons.give(self.save.setIcon, "save")
        self.save.setAutoDefault(False)
        self.save.clicked.connect(self.keep)
        bar.addWidget(self.save)
        self.table.take(self.model, wide=4)
        self.why.setProperty("role", "bad")
        self.agreed.setProperty("role", "dim")
        say(self.agreed.setText, cost_shares.AGREED)
        for label in (self.sums, self.why):
            label.setWordWrap(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.addLayout(bar)
        for label in (self.sums, self.why):
            box.addWidget(label)
        box.addWidget(self.table, 1)
        box.addWidget(self.agreed)
        self._spoken()
        speech.switched.connect(self._spoken)
        self.preset.currentIndexChanged.connect(lambda _: self._preset())
        self.by.currentIndexChanged.connect(lambda _: self.reckon())
        self.factors.textChanged.connect(lambda _: self.reckon())

    def _spoken(self, _: str = "") -> None:
        for box, table in ((self.preset, "cost_shares"), (self.by, "share_units")):
            kept = box.currentData()
            box.blockSignals(True)
            box.clear()
            for code in codes.table(table):
                name = f"{code.key} {text(code.words)}" if table == "cost_shares" else code.words
                box.addItem(name if isinstance(name, str) else text(name), code.key)
            box.setCurrentIndex(max(0, box.findData(kept)))
            box.blockSignals(False)

    def _preset(self) -> None:
        preset = cost_shares.presets()[str(self.preset.currentData())]
        self.by.setCurrentIndex(self.by.findData(preset.by))
        self.reckon()

    def own(self) -> dict[int, Decimal]:
        """Return the factors by floor that are typed; only with the preset of own factors."""
        if self.preset.currentData() != "G5":
            return {}
        found = {}
        for part in self.factors.text().replace("：", ":").replace("，", " ").split():
            floor, _, value = part.partition(":")
            try:
                found[int(floor)] = Decimal(value)
            except (ValueError, InvalidOperation):
                continue
        return found

    def reckon(self) -> None:
        """Reckon the shares anew and say what lacks for them."""
        from renewtrack.store import exports, lift_steps, lifts

        self.factors.setEnabled(self.preset.currentData() == "G5")
        self.save.setEnabled(self.lift_id is not None and self.session.may("editor"))
        lift = lifts.get(self.session.db, self.lift_id) if self.lift_id is not None else None
        if lift is None or self.lift_id is None:
            self.model.show_lines([])
            return
        flats = lift_steps.flats(self.session.db, self.lift_id)
        mask = exports.mask(self.session.db)
        preset, own = cost_shares.presets()[str(self.preset.currentData())], self.own()
        for row in flats:
            row["shown"] = mask.record({"room": row["room"]})["room"]
            row["factor"] = cost_shares.factor(preset, row["floor"] or 0, own)
            row["share"] = None
        cost, subsidy = lift.cost_fen or 0, lift.subsidy_fen or 0
        why = self._lacks(flats, lift.cost_fen)
        if why is None:
            try:
                given = [Flat(row["floor"], row["area_dm2"]) for row in flats]
                by = str(self.by.currentData())
                paid = cost_shares.shares(given, preset, cost - subsidy, by, own)
                for row, share in zip(flats, paid, strict=True):
                    row["share"] = share
            except UserError as refused:
                why = Words(refused.in_("zh"), refused.in_("en"))
        self.why.setText(text(why) if why is not None else "")
        self.why.setVisible(why is not None)
        total = sum(row["share"] or 0 for row in flats)
        amounts = (cost, subsidy, max(0, cost - subsidy), total)
        said = [f"{Decimal(money.yuan_text(amount)):,}" for amount in amounts]
        names = ("cost", "subsidy", "rest", "total")
        self.sums.setText(text(SUMS.filled(**dict(zip(names, said, strict=True)))))
        self.model.show_lines(flats)

    def _lacks(self, flats: list[Row], cost: int | None) -> Words | None:
        if not flats:
            return NO_FLATS
        if cost is None:
            return NO_COST
        no_floor = [row["shown"] for row in flats if row["floor"] is None]
        if no_floor:
            return NO_FLOOR.filled(count=len(no_floor), rooms="、".join(no_floor[:8]))
        no_area = [row["shown"] for row in flats if row["area_dm2"] is None]
        if no_area and self.by.currentData() == "area":
            return NO_AREA.filled(count=len(no_area), rooms="、".join(no_area[:8]))
        return None

    def keep(self) -> None:
        """Keep this way of sharing with the lift."""
        from renewtrack.store import lifts

        lift_id, own = self.lift_id, self.own()
        if lift_id is None:
            return
        written = {str(floor): str(value) for floor, value in own.items()}
        values: dict[str, object] = {
            "share_preset": self.preset.currentData(),
            "share_by": self.by.currentData(),
            "share_factors": json.dumps(written) if own else None,
        }
        self.session.write("edit", lambda db: lifts.change(db, lift_id, values), SAVED)

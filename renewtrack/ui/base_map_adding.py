"""Questions asked when a base map is added: four corners of a picture, an online address."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QGridLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from renewtrack.errors import UserError
from renewtrack.ui import asking, plain
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

ADD = Words("添加", "Add")
CORNERS_TITLE = Words("图片的四个角", "Corners of the picture")
CORNERS_ABOUT = Words(
    "{name} 没有坐标信息。请填写它四个角的经度和纬度（度，如 116.3005 和 40.0312），"
    "可以从 Excel 一次粘贴八个数。",
    "Nothing says where {name} lies. Enter longitude and latitude of its four corners in degrees "
    "(as 116.3005 and 40.0312); all eight numbers can be pasted at once.",
)
CORNERS = (
    Words("左上", "Upper left"),
    Words("右上", "Upper right"),
    Words("右下", "Lower right"),
    Words("左下", "Lower left"),
)
LON, LAT = Words("经度", "Longitude"), Words("纬度", "Latitude")
SYSTEM = Words("坐标系", "System")
SYSTEMS = {
    "wgs84": Words("WGS 84 或 2000 国家坐标系", "WGS 84 or CGCS2000"),
    "gcj02": Words("GCJ-02（高德、腾讯）", "GCJ-02 (Amap, Tencent)"),
    "bd09": Words("BD-09（百度）", "BD-09 (Baidu)"),
}
ONLINE_TITLE = Words("添加在线底图", "Add an online base map")
ONLINE_ABOUT = Words(
    "填写瓦片地址：以 https:// 开头，含 {{z}}、{{x}}、{{y}}，例如天地图的地址连同本单位的密钥。"
    "添加后仍不联网，要在右边另行启用；启用只对这台电脑有效。",
    "Enter the address of tiles: it begins with https:// and has {{z}}, {{x}} and {{y}} in it, as "
    "that of Tianditu with the office's own key. Adding it asks nothing from the network; that is "
    "switched on apart, and for this computer only.",
)
NAME, ADDRESS = Words("名称", "Name"), Words("地址", "Address")


class AskingDialog(QDialog):
    """A short form that stays until its answer will do."""

    def __init__(self, title: Words, about: Words, parent: QWidget | None) -> None:
        super().__init__(parent)
        say(self.setWindowTitle, title)
        told = plain.label()
        told.setWordWrap(True)
        say(told.setText, about)
        self.why = plain.label()
        self.why.setProperty("role", "bad")
        self.why.setWordWrap(True)
        self.why.hide()
        self.buttons = asking.buttons(ADD)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(20, 18, 20, 14)
        self.box.setSpacing(12)
        self.box.addWidget(told)
        self.setMinimumWidth(520)

    def finish(self) -> None:
        """Put the sentence and the buttons below the form."""
        self.box.addWidget(self.why)
        self.box.addWidget(self.buttons)

    def check(self) -> None:
        """Raise a UserError where the answer will not do."""

    def _accept(self) -> None:
        try:
            self.check()
        except UserError as error:
            self.why.setText(error.in_(speech.language))
            self.why.show()
            return
        self.accept()


class CornersDialog(AskingDialog):
    """Asks for the four corners of a picture; ``check`` is told them as settings."""

    def __init__(
        self, name: str, check: Callable[[dict[str, object]], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(CORNERS_TITLE, CORNERS_ABOUT.filled(name=name), parent)
        self._check = check
        grid = QGridLayout()
        self.fields: list[QLineEdit] = []
        for column, words in enumerate((LON, LAT), 1):
            head = plain.label()
            say(head.setText, words)
            grid.addWidget(head, 0, column)
        for row, words in enumerate(CORNERS, 1):
            label = plain.label()
            say(label.setText, words)
            grid.addWidget(label, row, 0)
            for column, axis in enumerate((LON, LAT), 1):
                field = QLineEdit()
                said = Words(f"{words.zh}{axis.zh}", f"{words.en}, {axis.en.lower()}")
                say(field.setAccessibleName, said)
                field.textChanged.connect(self._spread)
                grid.addWidget(field, row, column)
                self.fields.append(field)
        self.system = QComboBox()
        for key, words in SYSTEMS.items():
            self.system.addItem(text(words), key)
        say(self.system.setAccessibleName, SYSTEM)
        label = plain.label()
        say(label.setText, SYSTEM)
        grid.addWidget(label, 5, 0)
        grid.addWidget(self.system, 5, 1, 1, 2)
        self.box.addLayout(grid)
        self.finish()

    def settings(self) -> dict[str, object]:
        """Return the corners as a base map keeps them; what is no number stays as typed."""
        values = [_number(field.text()) for field in self.fields]
        corners = [values[place : place + 2] for place in range(0, 8, 2)]
        system = str(self.system.currentData())
        return {"corners": corners, **({"system": system} if system != "wgs84" else {})}

    def check(self) -> None:
        """Raise BadCorners where they make no picture."""
        self._check(self.settings())

    def _spread(self, typed: str) -> None:
        """Put eight numbers that were pasted into one field into all of them."""
        parts = typed.replace(",", " ").replace("，", " ").split()
        if len(parts) == len(self.fields):
            for field, part in zip(self.fields, parts, strict=True):
                field.setText(part)


class OnlineDialog(AskingDialog):
    """Asks for the name and the address of an online source."""

    def __init__(self, check: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(ONLINE_TITLE, ONLINE_ABOUT.filled(), parent)
        self._check = check
        self.name, self.address = QLineEdit(), QLineEdit()
        self.address.setPlaceholderText("https://…/{z}/{x}/{y}")
        form = QFormLayout()
        for words, field in ((NAME, self.name), (ADDRESS, self.address)):
            label = plain.label()
            say(label.setText, words)
            say(field.setAccessibleName, words)
            label.setBuddy(field)
            form.addRow(label, field)
        self.box.addLayout(form)
        self.finish()

    def check(self) -> None:
        """Raise NotSecure for an address that may not be asked."""
        self._check(self.address.text().strip())


def _number(typed: str) -> float | str:
    try:
        return float(typed.strip().rstrip("°"))
    except ValueError:
        return typed

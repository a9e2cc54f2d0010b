"""The words of the print dialog's fields, and the choice whose words follow the language."""

from __future__ import annotations

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox

from renewtrack.ui.speaking import say, speech
from renewtrack.words import Words

# What is written once and stands on every sheet of this person.
REMEMBERED = (
    *("compiled_by", "checked_by", "paper", "orientation", "sheet_language", "layout", "by"),
    *("secrecy", "notice"),
)

FIELDS = {
    "kind": Words("打印内容(&I)", "Pr&int"),
    "by": Words("图集分页", "A page for"),
    "listed": Words("哪张表", "Which list"),
    "rows_of": Words("横道图的行", "Rows"),
    "notice": Words("哪种告知单", "Which notice"),
    "texts": Words("告知单文字", "Texts of notices"),
    "layout": Words("版式(&F)", "Layout (&F)"),
    "title": Words("标题(&T)", "&Title"),
    "subtitle": Words("副标题(&U)", "S&ubtitle"),
    "range": Words("范围(&R)", "&Range"),
    "theme": Words("专题(&H)", "T&heme"),
    "before": Words("对比日期", "Compare with"),
    "paper": Words("纸张(&A)", "P&aper"),
    "orientation": Words("方向(&O)", "&Orientation"),
    "scale": Words("比例尺(&S)", "&Scale"),
    "tile": Words("拼接打印", "Cut over sheets"),
    "parts": Words("每张 A4", "On an A4"),
    "visit_paper": Words("哪种单据", "Which paper"),
    "visit_crew": Words("班组", "Crew"),
    "visit_from": Words("从", "From"),
    "visit_to": Words("到", "Until"),
    "sheet_language": Words("图面语言(&L)", "&Language of the sheet"),
    "base": Words("垫上底图(&G)", "&With the base map"),
    "black_and_white": Words("黑白图案（复印仍可分辨）(&B)", "&Black and white hatches"),
    "watermark": Words("加水印（单位、人员、时间）(&V)", "Gi&ve a watermark: office, person, time"),
    "compiled_by": Words("编制(&M)", "Co&mpiled by"),
    "checked_by": Words("审核(&K)", "Chec&ked by"),
    "cutoff": Words("数据截止(&D)", "&Data as of"),
    "secrecy": Words("密级(&Y)", "Secrec&y"),
    "approval": Words("审图号(&N)", "Approval &no."),
    "reason": Words("含室号、姓名的理由", "Why rooms, persons go out"),
}
WHOLE = Words("全区", "Whole district")
PICKED = Words("所选（{count} 条）", "What is selected ({count})")
IN_VIEW = Words("地图当前视野", "What the map shows now")
NO_DAY = Words("不对比", "Compare with none")
UNCUT = Words("不拼接，整张打印", "Print whole sheets")
ON_PAPER = Words("用 {size} 纸拼接", "Cut over {size}")
OWN_LAYOUTS = Words("…", "…")
OWN_LAYOUTS_TIP = Words("管理本单位的版式", "The office's own layouts")
PARTS = Words("{count} 份", "{count}")
EVERY_CREW = Words("全部班组", "Every crew")
EDIT_TEXTS = Words("修改本单位的文字…", "Edit the office's own…")
CHOSEN = Words("当前筛选结果（{count} 条）", "The rows now listed ({count})")
FITTED = Words("自动（适合纸张）", "Fit the paper")
TURNED = {"landscape": Words("横向", "Landscape"), "portrait": Words("纵向", "Portrait")}
LANGUAGE_NAMES = {"zh": Words("中文", "中文 (Chinese)"), "en": Words("English", "English")}
LIST_WORDS = {
    "estates": Words("小区", "Estates"),
    "buildings": Words("楼栋", "Buildings"),
    "projects": Words("项目", "Projects"),
    "works": Words("改造内容", "Works"),
    "households": Words("住户", "Households"),
    "appointments": Words("入户预约", "Booked visits"),
    "lifts": Words("加装电梯", "Lifts"),
    "items": Words("各户参与改造项", "Items of each home"),
    "item_rates": Words("改造项参与率", "Rates of taking part"),
}
FIRST_DAY = QDate(2000, 1, 1)  # stands for no day to compare with
AUTOMATIC = Words("留空则自动填写", "Filled in by itself if left empty")
EXEMPT = Words("审图号，或依法免审的说明", "Approval number, or why it is exempt")


class Choice(QComboBox):
    """A list of words that follow the language; ``key`` is what is chosen."""

    def __init__(self, words: dict[str, Words]) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self._words = words
        for key in words:
            self.addItem("", key)
        say(self._speak, Words("zh", "en"))

    @property
    def key(self) -> str:
        """Return the key of the chosen words."""
        return str(self.currentData())

    def choose(self, key: str) -> None:
        """Choose by key; an unknown key changes nothing."""
        place = self.findData(key)
        if place >= 0:
            self.setCurrentIndex(place)

    def offer(self, words: dict[str, Words]) -> None:
        """Offer other words, without telling that anything was chosen."""
        self.blockSignals(True)
        self.clear()
        self._words = words
        for key in words:
            self.addItem("", key)
        self._speak(speech.language)
        self.blockSignals(False)

    def _speak(self, language: str) -> None:
        for place, words in enumerate(self._words.values()):
            self.setItemText(place, words.in_(language))

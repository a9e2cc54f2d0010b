"""Progress words that tell of a part only, of money or of what is left: asked, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from renewtrack.words import Words


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a progress cell is asked about; ``suggestion`` is a stage's key or a percentage."""

    kind: str
    suggestion: str


REASONS = {
    "range": Words("“{raw}”是一个范围", "“{raw}” is a range"),
    "several": Words("“{raw}”有几个百分比", "“{raw}” has several percentages"),
    "left": Words("“{raw}”说的是未完成的部分", "“{raw}” tells what is left to do"),
    "unmet": Words("“{raw}”只说条件不具备", "“{raw}” only says that conditions are not met"),
    "part": Words(
        "“{raw}”只说了一部分，或各部分进度不同", "“{raw}” tells of a part, or parts differ"
    ),
    "foreign": Words(
        "“{raw}”中“{other}”不是形象进度", "In “{raw}”, “{other}” is no progress of works"
    ),
}

_P = r"\d+(?:\.\d+)?%"
_PERCENT = re.compile(_P)
_RANGE = re.compile(rf"(\d+(?:\.\d+)?)%?[-~至到—–]+{_P}")
_LEFT = re.compile(
    rf"(?:剩余?|未完成?|没有?完成|尚[余有差]|余下|还[有差])[^,;。\d]{{0,6}}({_P})"
    rf"|({_P})的?(?:工程量?|任务)?(?:未完成|没有?完成|未施工|未做)"
)
# Shares of money and of consent: they stand beside the works' progress and are none of it.
_FOREIGN = re.compile(
    r"(?:(?:已|累计|本年度?|年度|总)*完成)?(?:总|年度|计划|项目|工程|居民|业主|住户)*"
    r"(?:投资|资金|拨付|拨款|支付|付款|到账|产值|(?:同意|签约|签字|签订|参与|支持|满意|表决|通过|征集)率)"
    rf"[^,;。、%\d]{{0,10}}{_P}(?:左右)?"
    rf"|{_P}的?(?:资金|投资|居民|业主|住户|户)[^,;。]{{0,10}}"
)
_UNMET = re.compile("(?:不|未|没有?|无)(?:具备|满足|符合|达到)[^,;。]{0,10}条件")
_PEOPLE = "(?!居民|住户|群众|业主|家庭|户|原因|因素|问题|资金)"
_PART = re.compile(f"(?:部分|局部|个别|其余|其[他它]|有的|剩余){_PEOPLE}|除[^,;。]{{1,12}}外")
_PART_NOT = re.compile(f"(?:部分|局部|个别|其余){_PEOPLE}[^,;。]{{0,8}}(?:未|没)")
_PLACE = re.compile(
    "(?:[0-9]+|[一二三四五六七八九十]+)(?:期|批|标段|号楼|#|栋|幢|座|个?单元|个?门栋|片区|组团)"
)
_EVERY = re.compile("全部|全面|所有|整体|均|都")
_ONGOING = re.compile(
    "(?:施工|改造|建设|实施|安装|铺设|进行)中(?![标止断])|在建|在施(?!工)"
    "|正在(?:进行)?[^,;。]{0,6}?(?:施工|改造|建设|铺设|安装)(?!结算|决算|审计|资料|方案|图|招标)"
    "|(?:未|没有?)[^,;。、]{0,4}?(?:完工|竣工(?!验收|结算|决算|备案)|完成施工|完成改造)"
)


def without_foreign(words: str) -> tuple[str, str]:
    """Return folded words without shares of money or consent, and the share taken out or ""."""
    found = _FOREIGN.search(words)
    return (_FOREIGN.sub("", words).strip(",;。、"), found[0]) if found else (words, "")


def of_figures(words: str) -> Doubt | None:
    """Return why the percentages of folded words cannot be taken, or None."""
    if found := _RANGE.search(words):
        return Doubt("range", f"{found[1]}%")
    if left := _LEFT.search(words):
        share = float((left[1] or left[2]).rstrip("%"))
        return Doubt("left", f"{max(0.0, 100 - share):g}%")
    every = [float(share.rstrip("%")) for share in _PERCENT.findall(words)]
    return Doubt("several", f"{min(every):g}%") if len(every) > 1 else None


def of_parts(words: str, bucket: str) -> Doubt | None:
    """Return why folded words, read as a stage of a bucket, are not said of the whole works."""
    if _UNMET.search(words):
        return Doubt("unmet", "S30")
    if bucket in ("done", "blocked") and (_PART.search(words) or _ONGOING.search(words)):
        return Doubt("part", "S70")
    if bucket == "not_started" and _PART_NOT.search(words):
        return Doubt("part", "S70")
    places = 0 if _EVERY.search(words) else len(_PLACE.findall(words))
    if (places > 1 and bucket in ("done", "blocked")) or (places and bucket == "done"):
        return Doubt("part", "S70")
    return None

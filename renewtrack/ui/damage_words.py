"""What the dialog of a damaged file says."""

from __future__ import annotations

from renewtrack.words import Words

TITLE = Words("台账文件已损坏", "The ledger file is damaged")
HEAD = Words("“{name}”已损坏，没有打开", "“{name}” is damaged and was not opened")
ALTERED_HEAD = Words("“{name}”的内容变了，没有打开", "“{name}” has changed and was not opened")
LOOKING = Words("正在查看哪些表受损…", "Looking which tables are hit…")
NOTHING_FOUND = Words(
    "再次检查没有发现损坏，可以关闭后重新打开试试。",
    "Another look found nothing wrong; close this and try to open it again.",
)
KEPT = Words(
    "这个文件保持原样：没有改动它，也不会被空文件或新文件覆盖。",
    "This file is kept as it is: nothing in it was changed, and no new file will replace it "
    "unasked.",
)
WHAT_NOW = Words("可以这样做", "What you can do")

RESTORE = Words("恢复备份(&R)", "&Restore the backup")
RESTORE_TELL = Words(
    "最近的完好备份：{at}（{reason}），{held}。损坏的文件另存在旁边。",
    "Newest good backup: {at} ({reason}), {held}. The damaged file is kept beside it.",
)
HELD = Words(
    "小区 {estate:,}、楼栋 {building:,}、项目 {project:,}、改造内容 {work:,}",
    "{estate:,} estates, {building:,} buildings, {project:,} projects, {work:,} works",
)
SEEKING = Words("正在查找并核对备份…", "Searching and checking the backups…")
NO_BACKUP = Words("没有找到完好的备份。", "No good backup was found.")
LOOK = Words("只读打开(&V)", "Open to &view")
LOOK_TELL = Words(
    "只查看还读得出的记录，不能修改；读不出的记录不显示。",
    "To view the records that can be read, without changes; the others are not shown.",
)
LOOK_NOT = Words(
    "列表所需的表不见了，无法查看；请恢复备份或抢救。",
    "Tables behind the lists are gone; restore the backup or salvage.",
)
AS_IT_IS = Words("按现状打开(&O)", "&Open as it is")
AS_IT_IS_TELL = Words(
    "结构完好，只是与上次正常关闭时有出入；如果是您自己换过文件，可以照常使用。",
    "It hangs together and differs only from its last clean close; go on if you put another copy "
    "in its place yourself.",
)
SALVAGE = Words("抢救到新文件…(&S)", "&Salvage to a new file…")
SALVAGE_TELL = Words(
    "把读得出的记录全部取到一个新的完好文件，并列出丢失的内容。",
    "Takes every record that can be read into a new, sound file and lists what is lost.",
)
OTHER = Words("打开其他文件…(&F)", "Open another &file…")
CLOSE = Words("关闭", "Close")
CANCEL = Words("取消", "Cancel")

SALVAGE_TITLE = Words("抢救出的新文件", "The new file of the salvage")
SALVAGED_NAME = Words("{stem}-抢救.gpkg", "{stem}-salvaged.gpkg")
SALVAGING = Words(
    "正在抢救…可以随时取消，不会留下任何东西。", "Salvaging… Cancel any time; nothing will be left."
)
RESTORING = Words("正在恢复备份…", "Restoring the backup…")
RESULT = Words("抢救的结果", "What the salvage brought")
WHOLE = Words("全部抢救出来了", "Everything was salvaged")
PARTLY = Words("抢救完成，有内容丢失", "Salvaged, but some content is lost")
NEW_FILE = Words("新文件：{path}", "New file: {path}")
REPORT = Words("逐条的报告：{path}", "The report, record by record: {path}")
OPEN_NEW = Words("打开新文件(&O)", "&Open the new file")
OPEN_REPORT = Words("查看报告(&P)", "Re&port")
RESTORED = Words(
    "已恢复备份，损坏的文件保存为：{kept}",
    "The backup was restored. The damaged file is kept as: {kept}",
)

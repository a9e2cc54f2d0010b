"""The sentences with which a file that cannot be taken in is refused."""

from __future__ import annotations

from renewtrack.errors import UserError
from renewtrack.words import Words


class SheetMissing(UserError):
    """The file is not there."""

    words = Words(
        "找不到文件“{name}”，什么都没有写入。请检查路径，或确认移动硬盘、网络盘已连接。",
        "The file “{name}” is not there; nothing was written. "
        "Check the path, or whether the drive is connected.",
    )


class SheetLocked(UserError):
    """The system does not let us read the file."""

    words = Words(
        "文件“{name}”正被其他程序占用或没有读取权限，什么都没有写入。"
        "请在 Excel 或 WPS 中关闭它后再试。",
        "The file “{name}” is held by another program or may not be read; nothing was written. "
        "Close it in Excel or WPS and try again.",
    )


class SheetEmpty(UserError):
    """The file has no content."""

    words = Words(
        "文件“{name}”是空的，什么都没有写入。请让发送单位重新发送。",
        "The file “{name}” is empty; nothing was written. Ask the sender to send it again.",
    )


class SheetPassworded(UserError):
    """The workbook is encrypted."""

    words = Words(
        "文件“{name}”设有打开密码，什么都没有写入。请在 Excel 或 WPS 中去掉密码、另存后再导入。",
        "The file “{name}” has a password; nothing was written. "
        "Remove the password in Excel or WPS, save it and import that copy.",
    )


class SheetIsWebPage(UserError):
    """The file is a web page under a sheet's name."""

    words = Words(
        "文件“{name}”其实是网页（HTML/XML），不是表格文件，什么都没有写入。"
        "请用 Excel 或 WPS 打开后另存为 .xlsx 再导入。",
        "The file “{name}” is really a web page (HTML/XML), no workbook; nothing was written. "
        "Open it in Excel or WPS, save it as .xlsx and import that.",
    )


class SheetBroken(UserError):
    """The workbook's inside is damaged."""

    words = Words(
        "文件“{name}”已损坏，读不出表格，什么都没有写入。"
        "请让发送单位重新发送，或用 WPS 修复后另存。",
        "The file “{name}” is damaged and no sheet can be read from it; nothing was written. "
        "Ask the sender to send it again, or repair it in WPS and save a copy.",
    )


class SheetTooBig(UserError):
    """The workbook would burst the machine."""

    words = Words(
        "文件“{name}”过大或结构异常（{what}），为安全起见没有读取，什么都没有写入。"
        "请只保留有数据的区域，另存为新的 .xlsx 再导入。",
        "The file “{name}” is too large or built oddly ({what}); it was not read and nothing was "
        "written. Copy only the cells with content into a new .xlsx and import that.",
    )


class NotASheet(UserError):
    """The file is of another kind."""

    words = Words(
        "文件“{name}”不是表格文件，什么都没有写入。"
        "可以导入 .xlsx .xls .xlsb .ods .et .csv .tsv .txt。",
        "The file “{name}” is not a sheet; nothing was written. "
        "Sheets of .xlsx .xls .xlsb .ods .et .csv .tsv .txt can be imported.",
    )


class SheetNotNamed(UserError):
    """The workbook has no sheet of the name asked for."""

    words = Words(
        "文件“{name}”里没有名为“{sheet}”的工作表，什么都没有写入。现有工作表：{sheets}。",
        "The file “{name}” has no sheet named “{sheet}”; nothing was written. It has: {sheets}.",
    )


class NothingRecognised(UserError):
    """No sheet of the file has a head that we know."""

    words = Words(
        "在文件“{name}”中没有认出表头，什么都没有写入。"
        "台账要有小区名称和投资或进度列，楼栋表要有小区名称和楼号列；"
        "也可以指定表头所在行和各列含义。",
        "No head was recognised in “{name}”; nothing was written. A ledger needs a column of "
        "estate names and of money or progress, a building survey estate names and building "
        "numbers; you can also say which rows are the head and what the columns mean.",
    )

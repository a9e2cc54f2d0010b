"""The sentences with which a file that cannot be taken in is refused."""

from __future__ import annotations

from renewtrack.errors import UserError
from renewtrack.words import Words


class SheetRefused(UserError):
    """A file that cannot be taken in; ``values`` fill its sentence."""

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.values = values


class SheetMissing(SheetRefused):
    """The file is not there."""

    words = Words(
        "找不到文件“{name}”，什么都没有写入。请检查路径，或确认移动硬盘、网络盘已连接。",
        "The file “{name}” is not there; nothing was written. "
        "Check the path, or whether the drive is connected.",
    )


class SheetLocked(SheetRefused):
    """The system does not let us read the file."""

    words = Words(
        "文件“{name}”正被其他程序占用或没有读取权限，什么都没有写入。"
        "请在 Excel 或 WPS 中关闭它后再试。",
        "The file “{name}” is held by another program or may not be read; nothing was written. "
        "Close it in Excel or WPS and try again.",
    )


class SheetEmpty(SheetRefused):
    """The file has no content."""

    words = Words(
        "文件“{name}”是空的，什么都没有写入。请让发送单位重新发送。",
        "The file “{name}” is empty; nothing was written. Ask the sender to send it again.",
    )


class SheetPassworded(SheetRefused):
    """The workbook is encrypted and no password was given."""

    words = Words(
        "文件“{name}”设有打开密码，什么都没有写入。请输入密码，"
        "或在 Excel 或 WPS 中去掉密码、另存后再导入。",
        "The file “{name}” has a password; nothing was written. Give the password, or remove it "
        "in Excel or WPS, save the file and import that copy.",
    )


class WrongPassword(SheetPassworded):
    """The password given does not open the workbook."""

    words = Words(
        "输入的密码打不开文件“{name}”，什么都没有写入。"
        "请核对大小写后重新输入，或向发送单位询问密码。",
        "The password given does not open the file “{name}”; nothing was written. Mind capital "
        "letters and try again, or ask the sender for the password.",
    )


class SheetEncrypted(SheetRefused):
    """The file is encrypted in a way that no password given here can undo."""

    words = Words(
        "文件“{name}”的加密方式本程序不能解开，什么都没有写入。"
        "请在编制它的软件中去掉密码，另存为 .xlsx 再导入。",
        "The file “{name}” is encrypted in a way that cannot be opened here; nothing was written. "
        "Remove the password in the program that made it, save as .xlsx and import that.",
    )


class SheetIsWebPage(SheetRefused):
    """The file is a web page or XML without any table."""

    words = Words(
        "文件“{name}”其实是网页（HTML/XML），其中没有表格，什么都没有写入。"
        "请用 Excel 或 WPS 打开后另存为 .xlsx 再导入。",
        "The file “{name}” is really a web page (HTML/XML) without a table; nothing was written. "
        "Open it in Excel or WPS, save it as .xlsx and import that.",
    )


class SheetBroken(SheetRefused):
    """The workbook's inside is damaged."""

    words = Words(
        "文件“{name}”已损坏，读不出表格，什么都没有写入。"
        "请让发送单位重新发送，或用 WPS 修复后另存。",
        "The file “{name}” is damaged and no sheet can be read from it; nothing was written. "
        "Ask the sender to send it again, or repair it in WPS and save a copy.",
    )


class QuoteLeftOpen(SheetRefused):
    """A text file's quotes do not pair, so that many rows would be one cell."""

    words = Words(
        "文件“{name}”第 {row} 行的双引号没有成对，其后的行会混进一格，什么都没有写入。"
        "请更正这一行，或在 Excel 或 WPS 中打开原表，另存为 .xlsx 再导入。",
        "The double quotes in line {row} of “{name}” do not pair, so the lines after it would be "
        "one cell; nothing was written. Mend that line, or open the original in Excel or WPS, "
        "save it as .xlsx and import that.",
    )


class SheetUnusual(SheetRefused):
    """Reading the workbook failed though nothing says that it is damaged."""

    words = Words(
        "文件“{name}”的内部写法少见，读取中断，什么都没有写入。"
        "请用 Excel 或 WPS 打开，另存为 .xlsx 再导入。",
        "The file “{name}” is built in an unusual way and reading it broke off; nothing was "
        "written. Open it in Excel or WPS, save it as .xlsx and import that.",
    )


class SheetTooBig(SheetRefused):
    """The workbook would burst the machine."""

    words = Words(
        "文件“{name}”过大或结构异常（{what}），为安全起见没有读取，什么都没有写入。"
        "请只保留有数据的区域，另存为新的 .xlsx 再导入。",
        "The file “{name}” is too large or built oddly ({what}); it was not read and nothing was "
        "written. Copy only the cells with content into a new .xlsx and import that.",
    )


class SheetTooSlow(SheetRefused):
    """Reading the workbook took longer than any office's sheet needs."""

    words = Words(
        "文件“{name}”读取超过 {seconds} 秒仍未完成，已停止，什么都没有写入。"
        "请只保留有数据的区域，另存为新的 .xlsx 再导入。",
        "The file “{name}” was not read within {seconds} seconds and was given up; nothing was "
        "written. Copy only the cells with content into a new .xlsx and import that.",
    )


class SheetTooOld(SheetRefused):
    """The workbook is of Excel 2.0 to 4.0."""

    words = Words(
        "文件“{name}”是 Excel 2.0 至 4.0（1987—1992 年）的旧格式，本程序读不了，什么都没有写入。"
        "请用 WPS 或 LibreOffice 打开，另存为 .xlsx 再导入。",
        "The file “{name}” is in the old form of Excel 2.0 to 4.0 (1987-1992), which cannot be "
        "read here; nothing was written. Open it in WPS or LibreOffice, save it as .xlsx and "
        "import that.",
    )


class NotASheet(SheetRefused):
    """The file is of another kind."""

    words = Words(
        "文件“{name}”不是表格文件，什么都没有写入。"
        "可以导入 .xlsx .xls .xlsb .ods .et .csv .tsv .txt 和 .gpkg .shp .geojson .kml .dxf .pbf。",
        "The file “{name}” is not a sheet; nothing was written. "
        "Files of .xlsx .xls .xlsb .ods .et .csv .tsv .txt and .gpkg .shp .geojson .kml .dxf .pbf "
        "can be imported.",
    )


class IsOtherKind(NotASheet):
    """The file is of another kind that we can name."""

    words = Words(
        "文件“{name}”其实是{what}，不是表格文件，什么都没有写入。"
        "可以导入 .xlsx .xls .xlsb .ods .et .csv .tsv .txt 和 .gpkg .shp .geojson .kml .dxf .pbf。",
        "The file “{name}” is really {what}, not a sheet; nothing was written. "
        "Files of .xlsx .xls .xlsb .ods .et .csv .tsv .txt and .gpkg .shp .geojson .kml .dxf .pbf "
        "can be imported.",
    )


class LayersBroken(SheetRefused):
    """A file of a GIS or drawing program is damaged."""

    words = Words(
        "图形文件“{name}”已损坏或不完整，读不出图层，什么都没有写入。请让发送单位重新导出后再发送。",
        "The file “{name}” is damaged or incomplete and no layer can be read from it; nothing was "
        "written. Ask the sender to export and send it again.",
    )


class LayersEmpty(SheetRefused):
    """A file of a GIS or drawing program holds no shapes."""

    words = Words(
        "图形文件“{name}”里没有带图形的图层，什么都没有写入。请核对是不是发错了文件。",
        "The file “{name}” has no layer with shapes; nothing was written. Check whether it is the "
        "file that was meant.",
    )


class LayersOfLedger(SheetRefused):
    """The file is a ledger of this program."""

    words = Words(
        "“{name}”是另一份更新台账，不是图层文件，什么都没有写入。请先打开它导出图层"
        "（.gpkg），再导入导出的文件。",
        "“{name}” is another ledger of this program and no file of layers; nothing was written. "
        "Open it, export its layers (.gpkg) and import what was exported.",
    )


class LayersZipOther(SheetRefused):
    """A zip holds nothing that can be imported."""

    words = Words(
        "压缩包“{name}”里没有可以导入的图形文件，什么都没有写入。"
        "表格请先解压；shp 请把 .shp、.shx、.dbf、.prj 一起压缩。",
        "The archive “{name}” holds no layers that can be imported; nothing was written. Unpack "
        "sheets first; of a shapefile pack .shp, .shx, .dbf and .prj together.",
    )


class LayersLocked(SheetRefused):
    """A zip of layers has a password."""

    words = Words(
        "压缩包“{name}”设有密码，什么都没有写入。请先解压，再导入其中的图形文件。",
        "The archive “{name}” has a password; nothing was written. Unpack it first and import the "
        "layers in it.",
    )


class LayersTooBig(SheetRefused):
    """A file of a GIS program has more features than one import takes."""

    words = Words(
        "图形文件“{name}”过大（一个图层最多 20 万个图形），没有读取，什么都没有写入。"
        "请按街道裁开后分几次导入。",
        "The file “{name}” is too large (a layer may have 200,000 features); it was not read and "
        "nothing was written. Cut it by street and import the parts.",
    )


class ShapefileIncomplete(SheetRefused):
    """A shapefile comes without the parts that belong to it."""

    words = Words(
        "“{name}”旁边缺少 {parts}，shp 读不全，什么都没有写入。"
        "请让发送单位把 .shp、.shx、.dbf、.prj 打成一个压缩包发来，直接导入压缩包。",
        "{parts} is missing beside “{name}”, so the shapefile cannot be read; nothing was "
        "written. Ask for .shp, .shx, .dbf and .prj in one zip and import the zip.",
    )


class ReaderNotStarted(SheetRefused):
    """The process that reads sheets could not be started."""

    words = Words(
        "读取表格的进程没能启动，文件“{name}”没有读取，什么都没有写入。"
        "可能被安全软件拦截，或内存不足；请放行本程序后再试。",
        "The process that reads sheets could not be started, so the file “{name}” was not read "
        "and nothing was written. A security program may block it, or memory is short; allow "
        "this program and try again.",
    )


class FolderWithoutSheets(SheetRefused):
    """A folder holds no file that could be a sheet."""

    words = Words(
        "文件夹“{name}”里没有可以导入的表格，什么都没有写入。",
        "The folder “{name}” holds no sheet that can be imported; nothing was written.",
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

"""Why a base map cannot be shown, each reason as one sentence."""

from __future__ import annotations

from renewtrack.errors import UserError
from renewtrack.words import Words


class NoFile(UserError):
    """The file is not where it was."""

    words = Words(
        "找不到底图文件 {name}，地图暂不显示这张底图，数据没有受影响。"
        "请把文件放回 {path}，或在“底图”里重新添加。",
        "The base map {name} is not at {path}, so the map is shown without it; your data is "
        "untouched. Put the file back or add it again under Base maps.",
    )


class NotABase(UserError):
    """The file is no base map at all."""

    words = Words(
        "{name} 不是可用的底图，没有添加。可用的有 MBTiles、PMTiles、GeoTIFF、"
        "图片（JPG、PNG），以及 GeoPackage、Shapefile、GeoJSON 的界线和道路。",
        "{name} is no base map and was not added. MBTiles, PMTiles, GeoTIFF, pictures "
        "(JPG, PNG), and boundaries or roads as GeoPackage, Shapefile or GeoJSON can be used.",
    )


class Broken(UserError):
    """The file is damaged or made to do harm."""

    words = Words(
        "底图 {name} 已损坏或内容不合规范，没有使用，数据没有受影响。"
        "请重新下载或重新制作这个文件。",
        "The base map {name} is damaged or not well formed and is not used; your data is "
        "untouched. Download or make the file again.",
    )


class OwnLedger(UserError):
    """The file is the open ledger itself."""

    words = Words(
        "{name} 就是打开着的台账，它的楼栋和边界已经在地图上，不用作为底图添加。",
        "{name} is the open ledger itself; its buildings and boundaries are on the map already.",
    )


class TooLarge(UserError):
    """The picture has more pixels than can be held."""

    words = Words(
        "图片 {name} 有 {size} 百万像素，超过上限 {most} 百万，没有添加。"
        "请在 QGIS 里把它转成 MBTiles（生成 XYZ 瓦片）后再添加。",
        "The picture {name} has {size} million pixels; at most {most} can be used, so it was not "
        "added. Turn it into MBTiles in QGIS (Generate XYZ tiles) and add that.",
    )


class NoPlace(UserError):
    """Nothing says where on earth the picture lies."""

    words = Words(
        "图片 {name} 没有坐标信息，不知道放在哪里。请填写它四个角的坐标。",
        "Nothing says where the picture {name} lies. Enter the coordinates of its four corners.",
    )


class BadCorners(UserError):
    """The four corners make no picture."""

    words = Words(
        "四个角的坐标围不成一张图：请按左上、右上、右下、左下的顺序填写经度和纬度。",
        "The four corners make no picture: enter longitude and latitude of the upper left, upper "
        "right, lower right and lower left corner, in this order.",
    )


class UnknownSystem(UserError):
    """The picture's coordinate system cannot be converted."""

    words = Words(
        "{name} 的坐标系（{system}）不能可靠地换算，没有添加。"
        "请先转成 2000 国家大地坐标系或 WGS 84，或改填四个角的坐标。",
        "The coordinate system of {name} ({system}) cannot be converted reliably, so it was not "
        "added. Convert it to CGCS2000 or WGS 84, or enter its four corners.",
    )


class NotSecure(UserError):
    """An online source whose address cannot be used."""

    words = Words(
        "在线底图的地址要以 https:// 开头，并且含有 {{z}}、{{x}}、{{y}}。没有添加。",
        "The address of an online source begins with https:// and has {{z}}, {{x}} and {{y}} in "
        "it. Nothing was added.",
    )


class NotAllowedHere(UserError):
    """The ledger wants the network for a base map, which this person has not switched on."""

    words = Words(
        "底图 {name} 要联网，没有在这台电脑上启用，没有联网。需要时请在“底图”里启用。",
        "The base map {name} needs the network and is not switched on at this computer, so "
        "nothing was asked from the network. Switch it on under Base maps if you need it.",
    )

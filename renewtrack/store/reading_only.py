"""Why an open project file takes no changes, in words for the banner over the table."""

from __future__ import annotations

from dataclasses import dataclass

from renewtrack.words import Words

_WORDS = {
    "medium": Words(
        "“{name}”所在的位置不能写入，现在只能查看，原有内容不受影响。"
        "要修改，请把它复制到本机文件夹。",
        '"{name}" lies where nothing can be written, so it is open for reading only; its content '
        "is safe. To make changes, copy it into a folder of this machine.",
    ),
    "network": Words(
        "“{name}”在网络位置（{what}）上，直接修改可能损坏它，现在只能查看。"
        "要修改，请把它复制到本机文件夹。",
        '"{name}" lies on a network place ({what}), where changes could damage it, so it is open '
        "for reading only. To make changes, copy it into a folder of this machine.",
    ),
    "linked": Words(
        "“{name}”在磁盘上还有另一个名字（硬链接）。从两个名字同时修改会损坏它，现在只能查看，"
        "原有内容不受影响。要修改，请复制一份再打开，或者删除多余的那个名字。",
        '"{name}" has another name on the disk (a hard link). Changes by two names could damage '
        "it, so it is open for reading only; its content is safe. To make changes, open a copy, or "
        "delete the name that is too many.",
    ),
    "in_use": Words(
        "{who} 从 {since} 起正在 {host} 上使用“{name}”，这里只能查看。"
        "请在那边关闭后重新打开，即可修改。",
        '{who} has been using "{name}" on {host} since {since}; here it is open for reading only. '
        "To make changes, have it closed there and open it again.",
    ),
    "damaged": Words(
        "“{name}”已损坏，只能查看还读得出的内容；这个文件保持原样。请恢复最近的完好备份。",
        '"{name}" is damaged: what can still be read is shown, and the file stays as it is. '
        "Restore the newest good backup.",
    ),
    "asked": Words(
        "“{name}”以只读方式打开，不会改动任何内容。要修改，请重新打开。",
        '"{name}" was opened for reading only and nothing in it will change. '
        "To make changes, open it again.",
    ),
    "role": Words(
        "您的角色只能查看“{name}”，不能修改。需要修改请找管理员。",
        'Your role may look at "{name}" but not change it. Ask a manager where a change is needed.',
    ),
}
KEYS = tuple(_WORDS)


@dataclass(frozen=True, slots=True)
class ReadOnly:
    """One reason, by its key, and what the person is told of it."""

    key: str
    words: Words


def because(key: str, **values: object) -> ReadOnly:
    """Return a reason filled with what the sentence needs: name; what; who, host, since."""
    return ReadOnly(key, _WORDS[key].filled(**values))

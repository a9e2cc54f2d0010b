"""What is said of a surveyor's form that comes back changed where nothing may change."""

from __future__ import annotations

from renewtrack.words import Words

SENTENCES: dict[str, Words] = {
    "form_id_unknown": Words(
        "外业表的记录标识“{value}”在台账里找不到（可能已删除，或被改动），本行未导入。"
        "请重新导出外业表，把这一行抄过去。",
        "The form's record id “{value}” is not in the file (deleted, or altered), so the row was "
        "left out. Write a new form and copy the row over.",
    ),
    "form_keys_changed": Words(
        "本行的名称、楼号等灰色格与记录标识对不上（灰色格或标识被改动，或行被错位粘贴），"
        "本行未导入。请恢复灰色格原来的内容，或重新导出外业表。",
        "The grey cells of the row do not belong to its record id (one was altered, or rows were "
        "pasted out of place), so it was left out. Restore the grey cells, or write a new form.",
    ),
}

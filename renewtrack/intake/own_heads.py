"""The headings of columns that the program itself adds to a sheet that goes out."""

from __future__ import annotations

from renewtrack.words import Words

REASON = Words("拒绝原因", "Reason for rejection")
ROW = Words("原表行号", "Row in the sheet")
ID, CHECK = "renewtrack_id", "renewtrack_check"  # of a surveyor's form; never renamed
OF_REJECTED = frozenset((REASON.zh, REASON.en, ROW.zh, ROW.en))
OURS = OF_REJECTED | {ID, CHECK}

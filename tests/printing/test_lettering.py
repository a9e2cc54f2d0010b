"""Lines of text on paper are parted where a reader would part them."""

from __future__ import annotations

import pytest

from renewtrack.printing import lettering

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize(
    "text", ["总投资(万元)", "进度%", "电话：＿＿＿＿＿＿。", "完成率 100%，见附表（一）。"]
)
def test_no_line_begins_with_what_closes_or_parts_a_line_to_write_on(text: str) -> None:
    longest = lettering.longest_piece(text, 3.0)
    for extra in range(20):
        lines = lettering.wrap(text, 3.0, longest + extra)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert not [line for line in lines if line[0] in ")）%。，：" or line == "＿"]
        assert len([line for line in lines if "＿" in line]) <= 1

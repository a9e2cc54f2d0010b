"""The font of a sheet: the office's preference, the named fallback, the clear refusal."""

from __future__ import annotations

import logging

import pytest
from PySide6.QtGui import QFontDatabase

from renewtrack.printing import fonts


def test_the_preferred_font_is_taken_silently(
    qapp: object, caplog: pytest.LogCaptureFixture
) -> None:
    assert fonts.choose(("WenQuanYi Micro Hei", "SimSun"), "") == "WenQuanYi Micro Hei"
    assert caplog.records == []


def test_a_fallback_is_named_in_the_log(qapp: object, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert fonts.choose(("No Such Font", "WenQuanYi Micro Hei"), "") == "WenQuanYi Micro Hei"
    assert "No Such Font is missing; printing with WenQuanYi Micro Hei" in caplog.text


def test_without_any_chinese_font_the_line_to_install_is_said(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFontDatabase, "families", staticmethod(lambda _system: []))
    with pytest.raises(fonts.NoChineseFont) as refused:
        fonts.choose(("No Such Font",), "sudo apt-get install fonts-wqy-microhei")
    for language in ("zh", "en"):
        assert "sudo apt-get install fonts-wqy-microhei" in refused.value.in_(language)

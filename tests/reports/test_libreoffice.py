"""Another program opens what was written, and reads the same."""

from __future__ import annotations

import re
import subprocess
from shutil import which

import pypdf
import pytest

from renewtrack.reports import excel, survey, word
from renewtrack.reports.tables import Report, text_of
from tests.reports import made_report

pytestmark = pytest.mark.skipif(which("soffice") is None, reason="LibreOffice is not installed")
LONG = tuple(f"街道{place}" for place in range(60))


@pytest.fixture(scope="module")
def pages(
    tmp_path_factory: pytest.TempPathFactory, reports: dict[str, Report]
) -> dict[str, list[str]]:
    """The texts of the pages of each paper, without blanks."""
    folder = tmp_path_factory.mktemp("papers")
    word.write(made_report.made(made_report.summary(LONG)), folder / "word.docx")
    word.write(made_report.made(), folder / "hostile.docx")
    excel.write(made_report.made(made_report.summary(LONG), made_report.money()), folder / "e.xlsx")
    survey.write(reports["2026-11"], "basic", folder / "survey.xlsx")
    files = sorted(str(path) for path in folder.iterdir())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    run = subprocess.run([*command, *files], capture_output=True, timeout=180, check=True)
    assert b"rror" not in run.stderr
    return {
        path.stem: [re.sub(r"\s", "", page.extract_text()) for page in pypdf.PdfReader(path).pages]
        for path in folder.glob("*.pdf")
    }


def test_every_paper_is_opened(pages: dict[str, list[str]]) -> None:
    assert sorted(pages) == ["e", "hostile", "survey", "word"]


def test_a_long_table_in_word_has_its_heads_on_every_page(pages: dict[str, list[str]]) -> None:
    texts = pages["word"]
    whole = "".join(texts)
    assert all(street in whole for street in LONG)
    tabled = [text for text in texts if re.search(r"街道\d", text)]
    assert len(tabled) >= 2
    assert all("开工率" in text for text in tabled)
    assert f"第{len(texts)}页共{len(texts)}页" in texts[-1]


def test_hostile_texts_stand_there_as_texts(pages: dict[str, list[str]]) -> None:
    whole = "".join(pages["hostile"])
    assert "<w:p>{{7*7}}</w:p>&{%raw%}" in whole
    assert '=HYPERLINK("http://x")' in whole


def test_the_workbook_prints_heads_totals_and_page_numbers(pages: dict[str, list[str]]) -> None:
    texts = [text for text in pages["e"] if "123.46" in text]
    assert all("计划投资" in text for text in texts)
    assert "493.83" in texts[-1]
    assert f"第{len(pages['e'])}页共{len(pages['e'])}页" in pages["e"][-1]


def test_the_form_of_the_survey_has_every_project(
    pages: dict[str, list[str]], reports: dict[str, Report]
) -> None:
    whole = "".join(pages["survey"])
    (table,) = (each for each in reports["2026-11"].tables if each.key == "R2")
    column = [each.key for each in table.columns].index("plan")
    for row in table.rows:
        if row.level in ("leaf", "total"):
            assert text_of(table.columns[column], row.cells[column]) in whole

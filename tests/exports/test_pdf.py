"""PDF files, opened again by pypdf and drawn by poppler: words, rows over pages, letters of many scripts, nothing that acts."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest
from exports.documents import document, hostile, months, part, written
from small_results import make_result

from datamind.types import ChartSpec


def pages(data: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def test_title_words_rows_sql_receipt_and_page_numbers() -> None:
    text = "\n".join(pages(written("pdf", document(months()))))
    for expected in (
        "Revenue by month",
        "last 90 days",
        "Revenue grew by 8 %.",
        "1,010.5",
        "SELECT month",
        "As of: 10 Mar",
        "Page 1 of 1",
    ):
        assert expected in text


def test_rows_break_over_pages_with_their_header_on_each() -> None:
    rows = [[f"name {number}", number] for number in range(300)]
    found = pages(written("pdf", document(part(make_result(["customer", "orders"], rows)))))
    assert len(found) > 4
    assert all("customer" in text for text in found[:-1])
    assert sum(len(re.findall(r"name \d+", text)) for text in found) == 300
    assert f"Page {len(found)} of {len(found)}" in found[-1]


def test_too_many_rows_or_columns_for_paper_are_told_or_go_below() -> None:
    rows = [[f"{row}-{column}" for column in range(30)] for row in range(1_200)]
    text = "\n".join(pages(written("pdf", document(part(make_result([f"c{n}" for n in range(30)], rows))))))
    assert "The first 1,000 of 1,200 rows" in text
    assert "999-29" in text
    assert "1000-0" not in text


def test_letters_of_many_scripts_and_those_that_cannot_be_shown_are_told() -> None:
    rows = [["Ελλάδα", 1], ["Москва", 2], ["日本語", 3], ["서울", 4], ["שלום", 5]]
    text = "\n".join(
        pages(written("pdf", document(part(make_result(["name", "n"], rows), ChartSpec("bar", "name", ("n",))))))
    )
    assert "Ελλάδα" in text
    assert "Москва" in text
    assert "Chinese or Japanese characters are shown as □" in text
    assert "Korean characters" in text
    assert "Arabic and Hebrew" in text


def test_markup_in_data_is_text_and_nothing_in_the_file_acts() -> None:
    data = written("pdf", document(hostile(), title="<b>x</b>"))
    text = "\n".join(pages(data))
    assert "<script>alert(1)</script>" in text
    assert "x <b>y" in text
    reader = pypdf.PdfReader(io.BytesIO(data))
    for page in reader.pages:
        assert "/Annots" not in page
        assert "/XObject" not in page.get("/Resources", {}), "a picture came from somewhere"
    assert "/OpenAction" not in reader.trailer["/Root"]
    assert "/JavaScript" not in str(reader.trailer["/Root"])


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler-utils is not installed")
def test_another_program_draws_ink_where_the_picture_is(tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "answer.pdf"
    path.write_bytes(written("pdf", document(months())))
    subprocess.run(["pdftoppm", "-r", "50", "-png", "-singlefile", path, tmp_path / "page"], check=True)
    picture = Image.open(tmp_path / "page.png").convert("RGB")
    blue = [pixel for pixel in picture.getdata() if pixel[2] > 150 > 90 > pixel[0]]
    assert len(blue) > 100, "the line of the chart is not there"

"""`anomalies`: files in, row numbers out; a bad file is a sentence, and the others go on."""

from __future__ import annotations

import json
from datetime import date, timedelta

from datamind.__main__ import main


def write(path, values):
    days = (date(2024, 1, 1) + timedelta(days=number) for number in range(len(values)))
    path.write_text("timestamp,value\n" + "".join(f"{day},{value}\n" for day, value in zip(days, values, strict=True)))
    return str(path)


def test_rows_are_counted_from_the_first_value(tmp_path, capsys):
    values = [100 + number % 7 for number in range(90)]
    values[70] = 0
    good, bad, broken = write(tmp_path / "good.csv", values), str(tmp_path / "none.csv"), tmp_path / "broken.csv"
    broken.write_text("timestamp,value\nyesterday,5\n")
    assert main(["anomalies", good, bad, str(broken), "--json"]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == {"file": good, "anomalies": [70]}
    assert "cannot be read" in lines[1]["error"]
    assert lines[2]["error"].startswith("Row 0 does not begin with a time")


def test_in_words(tmp_path, capsys):
    values = [100 + number % 7 for number in range(90)]
    values[70] = ""
    values[80] = 250
    assert main(["anomalies", write(tmp_path / "good.csv", values), "--sensitivity", "few"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.endswith("1 of 90 values are out of line.")
    assert "row 80, 2024-03-21 00:00:00: 250.0" in second

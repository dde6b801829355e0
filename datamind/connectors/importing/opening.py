"""What a file really is, before anything parses it: its kind by its first bytes, archives unpacked, hostile ones refused.

Comes in: a path and the name people know it by. Goes out: `Part`s, each of one format, on disk. To add a format: its first
bytes or its ending here, and a reader in `reading.py`.
"""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from datamind.errors import FileRefused

Format = Literal["text", "workbook", "parquet", "json"]
MOST_BYTES = 4 * 1024**3
MOST_WORKBOOK_BYTES = 1024**3
BOMB_BYTES, BOMB_RATIO = 50 * 1024**2, 200
MOST_MEMBERS = 100
MOST_CELLS = 40_000_000
SCANNED_BYTES = 64 * 1024**2
_OFFICE = ("[Content_Types].xml", "mimetype", "content.xml", "xl/workbook.xml")
_JSON_ENDINGS = (".json", ".jsonl", ".ndjson", ".geojson")
_FOREIGN = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"II*\0", "a picture"),
    (b"RIFF", "a picture or a sound"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a text document"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\0", "a SQLite database; add it as a connection instead"),
)
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')


@dataclass(frozen=True)
class Part:
    """One thing to read. `member` is its name inside an archive."""

    path: Path
    format: Format
    member: str | None = None
    assumed: tuple[str, ...] = ()


def open_source(path: Path, name: str, folder: Path, nested: bool = False) -> list[Part]:
    """The parts of a file; archives are unpacked into `folder`. Raises: FileRefused with the reason."""
    size = path.stat().st_size
    if size == 0:
        raise FileRefused(f"{name} is empty: it has no bytes at all.")
    if size > MOST_BYTES:
        raise FileRefused(f"{name} is larger than 4 GB. Split it, or load it into a database and connect to that.")
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _open_zip(path, name, folder, nested)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return [Part(path, "workbook")]
    if head.startswith(b"PAR1"):
        return [Part(path, "parquet")]
    if head.startswith(b"\x1f\x8b"):
        return _open_gzip(path, name, folder, nested)
    _refuse_foreign(head, name)
    return [Part(path, _text_format(name, head))]


def _refuse_foreign(head: bytes, name: str) -> None:
    for magic, what in _FOREIGN:
        if head.startswith(magic) and (len(magic) > 2 or any(byte < 9 for byte in head[2:200])):
            raise FileRefused(f"{name} is {what}, not a table, whatever its ending says.")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:300].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head")):
        raise FileRefused(f"{name} is a web page, not a table. Open it in Excel and save it as xlsx or CSV.")
    if start.startswith((b"<?xml", b"<!doctype")):
        raise FileRefused(f"{name} is XML, which is not read here. Save it as xlsx or CSV, then add it again.")


def _text_format(name: str, head: bytes) -> Format:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return "json" if name.lower().endswith(_JSON_ENDINGS) and start in (b"{", b"[") else "text"


def _open_gzip(path: Path, name: str, folder: Path, nested: bool) -> list[Part]:
    if nested:
        raise FileRefused(f"{name} is an archive within an archive. Unpack it, then add what is inside.")
    inner = re.sub(r"\.gz$", "", name, flags=re.IGNORECASE)
    target = folder / "unpacked"
    try:
        with gzip.open(path, "rb") as stream:
            _unpack(stream, target, path.stat().st_size, name)
    except (OSError, EOFError, zlib.error) as error:
        raise FileRefused(f"{name} is a damaged gz file. Pack it again, or add it unpacked.") from error
    return open_source(target, inner, folder, nested=True)


def _unpack(stream: IO[bytes] | gzip.GzipFile, target: Path, packed_bytes: int, name: str) -> None:
    """Copy while counting: what grows beyond reason is an attack, not a table."""
    written = 0
    with target.open("wb") as out:
        while chunk := stream.read(1024 * 1024):
            written += len(chunk)
            if written > MOST_BYTES or (written > BOMB_BYTES and written > BOMB_RATIO * packed_bytes):
                raise FileRefused(f"{name} unpacks to far more than it should; it was not read. Add it unpacked.")
            out.write(chunk)


def _open_zip(path: Path, name: str, folder: Path, nested: bool) -> list[Part]:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            names = {info.filename for info in infos}
            if names & set(_OFFICE):
                _check_office(archive, infos, name)
                return [Part(path, "workbook")]
            if nested:
                raise FileRefused(f"{name} is an archive within an archive. Unpack it, then add what is inside.")
            return _unpack_members(archive, infos, name, folder)
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, NotImplementedError) as error:
        raise FileRefused(f"{name} is a damaged archive or workbook. Save or pack it again, then add it.") from error
    except RuntimeError as error:  # zipfile says so for an encrypted member
        raise FileRefused(f"{name} is protected by a password. Save it without one, then add it again.") from error


def _unpack_members(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], name: str, folder: Path) -> list[Part]:
    wanted = [
        info
        for info in infos
        if not Path(info.filename).name.startswith((".", "__")) and "__MACOSX" not in info.filename
    ]
    if len(wanted) > MOST_MEMBERS:
        raise FileRefused(f"{name} holds {len(wanted)} files; at most {MOST_MEMBERS} are read. Add the ones you need.")
    if sum(info.file_size for info in wanted) > MOST_BYTES:
        raise FileRefused(f"{name} unpacks to more than 4 GB. Add the files you need, one by one.")
    parts: list[Part] = []
    refusals: list[FileRefused] = []
    for number, info in enumerate(wanted):
        target = folder / f"member{number}"
        with archive.open(info) as stream:
            _unpack(stream, target, max(1, info.compress_size), name)
        member = Path(info.filename).name
        try:
            parts += [Part(part.path, part.format, member) for part in open_source(target, member, folder, nested=True)]
        except FileRefused as refusal:
            refusals.append(refusal)
    if not parts:
        raise refusals[0] if refusals else FileRefused(f"{name} is an empty archive.")
    told = tuple(f"Not read from the archive: {refusal}" for refusal in refusals)
    return [Part(parts[0].path, parts[0].format, parts[0].member, told), *parts[1:]]


def _check_office(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], name: str) -> None:
    """Refuse what would unpack without end, hide entities, or lay one cell at the far end of a sheet."""
    packed = sum(info.compress_size for info in infos) or 1
    unpacked = sum(info.file_size for info in infos)
    if unpacked > MOST_WORKBOOK_BYTES or (unpacked > BOMB_BYTES and unpacked > BOMB_RATIO * packed):
        raise FileRefused(
            f"{name} unpacks to far more than a workbook should; it was not read. Save it as CSV instead."
        )
    for info in infos:
        if not info.filename.endswith(".xml"):
            continue
        with archive.open(info) as stream:
            head = stream.read(2048)
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise FileRefused(f"{name} holds XML entities, which no workbook needs; it was not read.")
            if "worksheets/" in info.filename:
                _check_extent(head + stream.read(SCANNED_BYTES), name)


def _check_extent(xml: bytes, name: str) -> None:
    rows = columns = 0
    for letters, digits in set(_CELL.findall(xml)) if len(xml) < 200_000 else _CELL.findall(xml)[-5000:]:
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        rows, columns = max(rows, int(digits)), max(columns, column)
    if rows * columns > MOST_CELLS and rows * columns > 20 * xml.count(b"<c "):
        raise FileRefused(
            f"{name} has a cell far away from all others (row {rows}, column {columns}). "
            "Delete it in Excel, save, and add the file again."
        )

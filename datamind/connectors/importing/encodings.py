"""Which letters the bytes of a text file stand for; other encodings become a UTF-8 copy.

Comes in: a path. Goes out: `Decoded`: a path to UTF-8 text without BOM marks and NULs (the file itself when it is that already)
and sentences on what was done.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from datamind.connectors.importing.alphabets import LABELS, guess_legacy
from datamind.errors import FileRefused

LINE_MARKS = {
    "\u2028": "line separators",
    "\u2029": "paragraph separators",
    "\x85": "next-line marks",
    "\x1e": "record separators",
}
SAMPLE_BYTES = 16 * 1024
PADDING_BYTES = 8
CHUNK_BYTES = 4 * 1024 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class Decoded:
    """`path` holds UTF-8; the first `skip_bytes` of it are a BOM."""

    path: Path
    encoding: str
    skip_bytes: int = 0
    assumed: tuple[str, ...] = ()


def decode_file(path: Path, folder: Path, chosen: str | None = None) -> Decoded:
    """The file as UTF-8 text, copied into `folder` only where it must be.

    Raises: FileRefused when a chosen encoding is unknown or does not fit, or when the bytes are no text.
    """
    with path.open("rb") as stream:
        head = stream.read(CHUNK_BYTES)
    bom, encoding = _guess_wide(head)
    if chosen:
        encoding = _known(chosen)
    if encoding in (None, "utf-8") and not chosen:
        fault = _find_fault(path)
        if fault is None:
            return Decoded(path, "utf-8", len(bom))
        if fault == "nul":
            return _copy(path, folder, "utf-8", len(bom), ("Zero bytes in the file were left out.",))
        return _copy_by_line(path, folder, len(bom))
    name = encoding or "utf-8"
    note = () if chosen else (f"The file is written in {name.upper()}.",)
    return _copy(path, folder, name, len(bom), note)


def break_lines(decoded: Decoded, sample: str, folder: Path) -> Decoded:
    """A file without line breaks whose records end with another mark: a copy with breaks; else what came in."""
    mark = max(LINE_MARKS, key=sample.count)
    if "\n" in sample or "\r" in sample or not sample.count(mark):
        return decoded
    target = folder / "broken.txt"
    with decoded.path.open("rb") as stream, target.open("w", encoding="utf-8", newline="") as out:
        stream.seek(decoded.skip_bytes)
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        for chunk in _chunks(stream):
            out.write(decoder.decode(chunk, final=not chunk).replace(mark, "\n"))
    return Decoded(target, decoded.encoding, 0, (*decoded.assumed, f"Rows end with {LINE_MARKS[mark]}."))


def _known(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        raise FileRefused(f"There is no encoding called {name!r}. Try utf-8, utf-16 or cp1252.") from error


def _guess_wide(head: bytes) -> tuple[bytes, str | None]:
    """A BOM, or two bytes a letter told by where the zeros are."""
    for bom, name in _BOMS:
        if head.startswith(bom):
            return bom, name
    sample = head[:4096]
    if len(sample) - len(bare := sample.rstrip(b"\0")) > PADDING_BYTES:
        sample = bare
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd > 0.3 * half and even < 0.1 * half and _reads_as(sample, "utf-16-le"):
        return b"", "utf-16-le"
    if even > 0.3 * half and odd < 0.1 * half and _reads_as(sample, "utf-16-be"):
        return b"", "utf-16-be"
    if sample.count(0) > 0.1 * len(sample):
        raise FileRefused("The file is not text: it holds many zero bytes. Save it as CSV or Excel, then add it again.")
    return b"", None


def _reads_as(sample: bytes, encoding: str) -> bool:
    text = sample.decode(encoding, "replace")
    return sum(letter.isprintable() or letter.isspace() for letter in text) > 0.9 * len(text)


def _find_fault(path: Path) -> str | None:
    """None when the whole file is plain UTF-8; "nul" or "bytes" for what is wrong first."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    fault = None
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            if b"\0" in chunk:
                fault = "nul"
            if chunk.isascii() and not decoder.getstate()[0]:
                continue
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                return "bytes"
    return "bytes" if decoder.getstate()[0] else fault


def _copy(path: Path, folder: Path, encoding: str, skip: int, assumed: tuple[str, ...]) -> Decoded:
    target = folder / "utf8.txt"
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    broken = 0
    with path.open("rb") as stream, target.open("w", encoding="utf-8", newline="") as out:
        stream.seek(skip)
        for chunk in _chunks(stream):
            text = decoder.decode(chunk, final=not chunk).replace("\0", "")
            broken += text.count("\ufffd")
            out.write(text)
    if broken:
        assumed = (*assumed, f"{broken} letters could not be read as {encoding} and are shown as \ufffd.")
    return Decoded(target, encoding, 0, assumed)


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    """The rest of the stream, then one empty chunk."""
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk
    yield b""


def _copy_by_line(path: Path, folder: Path, skip: int) -> Decoded:
    """UTF-8 where a line is UTF-8, an older encoding where it is not: files that were pasted together hold both."""
    target = folder / "utf8.txt"
    encoding = guess_legacy(_strange_lines(path))
    label = LABELS[encoding]
    utf8 = other = 0
    with path.open("rb") as stream, target.open("wb") as out:
        stream.seek(skip)
        for line in stream:
            if line.isascii():
                out.write(line.replace(b"\0", b""))
                continue
            try:
                text = line.decode("utf-8")
                utf8 += 1
            except UnicodeDecodeError:
                text = _decode_legacy(line, encoding)
                other += 1
            out.write(text.replace("\0", "").encode("utf-8"))
    if utf8 and other:
        note = f"The file mixes encodings: {utf8} lines are UTF-8, {other} lines were read as {label}."
        return Decoded(target, "mixed", 0, (note,))
    return Decoded(target, encoding, 0, (f"The file is not UTF-8; it was read as {label}.",))


def _strange_lines(path: Path) -> bytes:
    """The first lines that are not ASCII, some kilobytes of them."""
    found: list[bytes] = []
    with path.open("rb") as stream:
        for line in stream:
            if not line.isascii():
                found.append(line)
                if sum(map(len, found)) > SAMPLE_BYTES:
                    break
    return b"".join(found)[: 4 * SAMPLE_BYTES]


def _decode_legacy(line: bytes, encoding: str) -> str:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return line.decode("latin-1") if encoding == "cp1252" else line.decode(encoding, "replace")

"""Small PDFs for tests: words of Helvetica, or of Courier, set at given places."""

from __future__ import annotations

from typing import NamedTuple


class Placed(NamedTuple):
    """Words at points from the left and lower edge of a page of 600 by 842 points, in type of a size in points.

    The letters of Courier (font F2) are all six tenths of the size wide. Upward type runs from the foot to the head.
    """

    words: str
    left: float
    base: float
    size: float = 10
    font: str = "F1"
    upward: bool = False


def placed_pdf(*pages: list[Placed], title: str = "") -> bytes:
    """A PDF with a text layer of Latin-1 words, drawn in the given order."""
    objects: list[bytes] = []
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    objects.append(f"<< /Title ({title}) >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>")
    for number, page in enumerate(pages):
        shown = "".join(
            f"BT /{one.font} {one.size} Tf {_matrix(one)} Tm ({_escaped(one.words)}) Tj ET\n" for one in page
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 842] /Contents {7 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 5 0 R >> >> >>".encode()
        )
        stream = shown.encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream")
    return _file(objects)


def _matrix(one: Placed) -> str:
    return f"0 1 -1 0 {one.base} {one.left}" if one.upward else f"1 0 0 1 {one.left} {one.base}"


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _file(objects: list[bytes]) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, made in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + made + b"\nendobj\n"
    table = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
    )

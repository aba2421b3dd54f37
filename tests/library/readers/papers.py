"""Documents made for tests: small, real, by other programs where there are some."""

import io
import zipfile
from collections.abc import Mapping, Sequence


def pdf(pages: Sequence[Sequence[str]], *, picture: bool = False) -> bytes:
    """A PDF with lines of text on each page; with `picture`, each page draws one."""
    bodies: list[bytes] = []
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    image = (
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    )
    bodies.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    bodies.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    bodies.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    last = 4 + 2 * len(pages)
    for number, lines in enumerate(pages):
        drawn = "".join(f"BT /F1 11 Tf 60 {740 - 15 * n} Td ({line}) Tj ET\n" for n, line in enumerate(lines))
        stream = drawn.encode("cp1252") + (b"q 400 0 0 400 60 200 cm /I Do Q\n" if picture else b"")
        what = f"/Font << /F1 3 0 R >>{f' /XObject << /I {last} 0 R >>' if picture else ''}"
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << {what} >>"
            f" /Contents {5 + 2 * number} 0 R >>".encode()
        )
        bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    bodies.append(image + b" /Length 1 >>\nstream\n\x80\nendstream")
    out, places = b"%PDF-1.4\n", list[int]()
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, start)


def zipped(entries: Mapping[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, body in entries.items():
            file.writestr(name, body)
    return held.getvalue()


def slides(texts: Sequence[tuple[str, str, str]]) -> bytes:
    """A presentation: title, body and notes of each slide; the files are numbered against the order shown."""
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    p = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    r = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"

    def shape(place: str, text: str) -> str:
        return (
            f'<p:sp><p:nvSpPr><p:nvPr><p:ph type="{place}"/></p:nvPr></p:nvSpPr>'
            f"<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
        )

    count = len(texts)
    entries: dict[str, str] = {
        "ppt/presentation.xml": f"<p:presentation {p} {r}><p:sldIdLst>"
        + "".join(f'<p:sldId id="{256 + n}" r:id="rId{n}"/>' for n in range(count))
        + "</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": f'<Relationships xmlns="{rels}">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{kind}/slide" Target="slides/slide{count - n}.xml"/>'
            for n in range(count)
        )
        + "</Relationships>",
    }
    for n, (title, body, notes) in enumerate(texts):
        name = f"slide{count - n}.xml"
        entries[f"ppt/slides/{name}"] = f"<p:sld {p} {a}>{shape('title', title)}{shape('body', body)}</p:sld>"
        entries[f"ppt/slides/_rels/{name}.rels"] = (
            f'<Relationships xmlns="{rels}"><Relationship Id="rId1" Type="{kind}/notesSlide"'
            f' Target="../notesSlides/notes{n}.xml"/></Relationships>'
        )
        entries[f"ppt/notesSlides/notes{n}.xml"] = (
            f"<p:notes {p} {a}>{shape('sldNum', '7')}{shape('body', notes)}</p:notes>"
        )
    return zipped(entries)

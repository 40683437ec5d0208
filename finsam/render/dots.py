"""Drawings made of dots, for Word, which shows no SVG as old as many still are."""

from __future__ import annotations

import io
from collections.abc import Sequence

import typst
from PIL import Image

#: Dots of an inch.
_DPI = 200


def as_png(drawings: Sequence[str]) -> list[bytes]:
    """Each SVG as PNG of the same size on paper. Raises typst.TypstError for one that is no drawing."""
    if not drawings:
        return []
    pages = "#pagebreak()\n".join(
        f'#image(bytes(sys.inputs.at("{at}")), format: "svg")\n' for at in range(len(drawings))
    )
    made = typst.compile(
        f"#set page(width: auto, height: auto, margin: 0pt)\n{pages}".encode(),
        format="png",
        ppi=_DPI,
        ignore_system_fonts=True,
        sys_inputs={str(at): drawing for at, drawing in enumerate(drawings)},
    )
    return [_for_paper(each) for each in (made if isinstance(made, list) else [made])]


def _for_paper(png: bytes) -> bytes:
    """Without what would shine through, and with the size that Word shows it in."""
    file = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").save(file, "png", dpi=(_DPI, _DPI))
    return file.getvalue()

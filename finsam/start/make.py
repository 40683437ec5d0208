"""A new book: its params, its folder of raw files with a workbook to fill in, and empty templates to send out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from finsam.book_id import name_faults
from finsam.delivery.files import raw_folder
from finsam.faults import Fault, Faults, Place, nearest, stop_if
from finsam.folders import put
from finsam.params import Params, load_params
from finsam.params.files import params_files, text_files
from finsam.params.forbund import Forbund
from finsam.params.year import Year
from finsam.paths import relative, root
from finsam.start.params_text import forbund_text, next_year_text, year_text
from finsam.start.templates import as_csv, templates
from finsam.start.workbook import workbook
from finsam.tables.chapters import own_chapters
from finsam.tables.registers import Area, areas
from finsam.yaml_file import Model, read_text, read_yaml

#: What a new book's folder of raw files says of itself.
_README = """# {forbund}/{ar}

Raw files of the book {forbund}/{ar}, as they were delivered. {workbook} is a template: fill in the sheets that there is
something for, and save it. Other files of the same shapes may lie beside it (docs/inputs.md), and the ledger as a SIE file.

Tell here where each file comes from and what is odd in it.
"""


def new_book(
    forbund: str,
    year: str,
    name: str | None = None,
    short: str | None = None,
    members: Sequence[str] = (),
    source: str | None = None,
) -> tuple[list[Path], list[Path], list[str]]:
    """Write what a new book begins with; gives the files that were made, those that stood there and were left, and the
    keys and texts of the former year that weren't carried over.

    name, short: of the förbund. members: codes of kommuner. source: the year whose params are carried over. Nothing that
    is there is overwritten, and the params of the year come last: whenever it stops, a second run makes the rest.
    Raises Faults; then nothing has been made.
    """
    stop_if(name_faults(forbund, year))
    ar = int(year)
    forbund_file, year_file = params_files(forbund, ar)
    of_kommuner = _kommuner(members)
    texts: dict[Path, str] = {}
    left_out: list[str] = []
    if source is None:
        texts[forbund_file] = forbund_text(name, short, of_kommuner)
        texts[year_file] = year_text(ar)
    else:
        former = _former(forbund, source, ar)
        texts[year_file], left_out = next_year_text(former, ar)
        left_out += [f"texter/{file.name}" for file in text_files(forbund, former.ar)]
    params = _params(forbund, ar, texts)
    files = _files(params) | {file: text.encode() for file, text in texts.items()}
    made, left = _written(files)
    return made, left, left_out


def templates_folder(forbund: str, ar: int) -> Path:
    """Where the empty templates lie: not among the raw files, which are read."""
    return root() / "data/mallar" / forbund / str(ar)


def _files(params: Params) -> dict[Path, bytes]:
    """The templates and the folder of raw files, by path, in the order in which they are written."""
    sheets = templates(params)
    title = f"Underlag för {params.forbund.kort} {params.ar}"
    book = workbook(sheets, params.chapters, title)
    empty = templates_folder(params.forbund_id, params.ar)
    raw = raw_folder(params.forbund_id, params.ar)
    name = f"underlag-{params.forbund_id}-{params.ar}.xlsx"
    readme = _README.format(forbund=params.forbund_id, ar=params.ar, workbook=name)
    return {
        **{empty / f"{sheet.name}.csv": as_csv(sheet) for sheet in sheets},
        empty / name: book,
        raw / "README.md": readme.encode(),
        raw / name: book,
    }


def _written(files: dict[Path, bytes]) -> tuple[list[Path], list[Path]]:
    """Write those that aren't there. Raises Faults when one can't be written; then those that were are taken away."""
    made: list[Path] = []
    left = [file for file in files if file.exists()]
    folders = [folder for file in files for folder in file.parents if not folder.exists()]
    try:
        for file, content in files.items():
            for stray in file.parent.glob(f".{file.name}.*"):  # of a run that was killed
                stray.unlink(missing_ok=True)
            if file not in left:
                put(file, content)
                made.append(file)
    except OSError as error:
        for each in made:
            each.unlink(missing_ok=True)
        for folder in sorted(set(folders), key=lambda each: -len(each.parts)):
            with suppress(OSError):
                folder.rmdir()
        message = f"The file can't be written ({error.strerror or error}). Nothing was made."
        raise Faults(
            [Fault("file-unwritable", message, (Place(relative(file)),), "a folder that can be written to")]
        ) from None
    return made, left


def _params(forbund: str, ar: int, texts: dict[Path, str]) -> Params:
    """The params as they will stand: files that are there as they are, the others by their texts."""
    forbund_file, year_file = params_files(forbund, ar)
    own = {"egna_kapitel": own_chapters(forbund)}
    lasting, faults = _read(forbund_file, texts, Forbund, own)
    of_year, more = _read(year_file, texts, Year, own)
    if lasting is None or of_year is None:
        raise Faults([*faults, *more])
    return Params(forbund_id=forbund, ar=ar, forbund=lasting.as_of(ar), year=of_year)


def _read(
    file: Path, texts: dict[Path, str], model: type[Model], context: Mapping[str, object]
) -> tuple[Model | None, list[Fault]]:
    if file.exists():
        return read_yaml(file, model, context)
    read, faults = read_text(file, texts[file], model, context)
    said = "It was to be written to the file, which wasn't made."
    return read, [replace(each, message=f"{each.message} {said}") for each in faults]


def _former(forbund: str, source: str, ar: int) -> Params:
    stop_if(name_faults(forbund, source))
    if int(source) >= ar:
        message = f"A book of {ar} can't carry over what lasts from {source}."
        raise Faults([Fault("book-unknown", message, (), f"--from a year before {ar}")])
    return load_params(forbund, int(source))


def _kommuner(codes: Sequence[str]) -> list[Area]:
    """Those of the codes. Raises Faults for what is no kommun's."""
    known = {area.kod: area for area in areas() if len(area.kod) == 4}
    faults = [
        Fault("kommun-unknown", f"{code!r} is no kommun's code." + nearest(code, known), (), "SCB's four digits, as 2480")
        for code in codes
        if code not in known
    ]  # fmt: skip
    stop_if(faults)
    return [known[code] for code in dict.fromkeys(codes)]

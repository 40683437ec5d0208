"""The surveys of a förbund: the national catalogue, params/enkater.yml and the förbund's own file as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from finsam.faults import Fault, Faults, Place, stop_if
from finsam.paths import relative, root
from finsam.surveys.catalogue import Catalogue, catalogue_file
from finsam.surveys.definitions_check import Files, check
from finsam.surveys.questions import Context, Group, Question, SurveyFile, Surveys, standard_groups
from finsam.surveys.scales import Scale
from finsam.yaml_file import Strict, read_yaml

Layers = Mapping[Path, SurveyFile]
Whole = TypeVar("Whole", bound=Strict)


def survey_files(forbund: str | None) -> tuple[Path, ...]:
    """The file for all förbund, and that of one, which need not exist."""
    common = root() / "params/enkater.yml"
    return (common, root() / "params" / forbund / "enkater.yml") if forbund else (common,)


#: The keys of an entry as its model takes them.
Keys = dict[str, Any]
#: Other words of an entry, in a scale with their step.
Aliases = dict[str, int] | tuple[str, ...]


def load_surveys(forbund: str | None) -> Surveys:
    """Read and check everything. An entry of the förbund's file takes its keys from there and the rest from the
    common one; `alias`, `kolumner`, `bortse_fran` and `utan_svar` are added.

    forbund: None for what all have in common. Raises Faults with file and key for everything that is wrong.
    """
    common, *own = survey_files(forbund)
    missing = [Place(relative(file)) for file in (catalogue_file(), common) if not file.is_file()]
    if missing:
        message = "The file that every förbund's surveys build on is missing."
        raise Faults([Fault("file-missing", message, tuple(missing), "the file of the repository")])
    catalogue, faults = read_yaml(catalogue_file(), Catalogue)
    layers: dict[Path, SurveyFile] = {}
    for file in (common, *(file for file in own if file.is_file())):
        layer, more = read_yaml(file, SurveyFile)
        faults += more
        if layer is not None:
            layers[file] = layer
    if catalogue is None or faults:
        raise Faults(faults)
    surveys, files = _together(catalogue, layers)
    stop_if(check(surveys, files, (catalogue_file(), *layers)))
    return surveys


def _together(catalogue: Catalogue, layers: Layers) -> tuple[Surveys, Files]:
    """Everything as one, and the file of each entry. Raises Faults when an entry isn't whole."""
    files = {("fragor", id): catalogue_file() for id in catalogue.questions()}
    for file, layer in layers.items():
        for part in ("skalor", "fragor", "grupper", "kolumner"):
            files |= {(part, id): file for id in getattr(layer, part)}
    groups = {id: group.model_dump() for id, group in standard_groups().items()}
    faults: list[Fault] = []

    def whole(part: str, model: type[Whole], start: Mapping[str, Keys]) -> dict[str, Whole]:
        entries = _merged(part, layers, start)
        wanting = _wanting(part, entries, model, files)
        faults.extend(wanting)
        return {} if wanting else {id: model(**keys) for id, keys in entries.items()}

    columns: dict[Context, tuple[str, ...]] = {}
    for layer in layers.values():
        for name, headings in layer.kolumner.items():
            columns[name] = _added([columns.get(name, ()), headings])
    surveys = Surveys(
        skalor=whole("skalor", Scale, {}),
        utan_svar=_added(layer.utan_svar for layer in layers.values()),
        fragor=whole("fragor", Question, catalogue.questions()),
        grupper=whole("grupper", Group, groups),
        nationella=catalogue.indikatorer,
        indikatorer={id: one for layer in layers.values() for id, one in layer.indikatorer.items()},
        kolumner=columns,
        bortse_fran=_added(layer.bortse_fran for layer in layers.values()),
    )
    stop_if(faults)
    return surveys, files


def _merged(part: str, layers: Layers, start: Mapping[str, Keys]) -> dict[str, Keys]:
    """The keys of each entry: those of the later file over those of the earlier one, other names added."""
    found = {id: dict(keys) for id, keys in start.items()}
    for layer in layers.values():
        for id, entry in getattr(layer, part).items():
            below, above = found.get(id, {}), entry.model_dump(exclude_unset=True)
            found[id] = below | above
            if "alias" in below and "alias" in above:
                found[id]["alias"] = _joined(below["alias"], above["alias"])
    return found


def _wanting(part: str, entries: Mapping[str, Keys], model: type[Strict], files: Files) -> list[Fault]:
    """Keys that an entry must have and none of the files gives."""
    required = [name for name, field in model.model_fields.items() if field.is_required()]
    faults = []
    for id, keys in entries.items():
        for name in required:
            if keys.get(name) is None:
                key = f"{part}.{id}.{name}"
                place = Place(relative(files[part, id]), None, None, key)
                faults.append(Fault("key-missing", f"The key {key} is missing.", (place,), key))
    return faults


def _joined(below: Aliases, above: Aliases) -> Aliases:
    if isinstance(below, dict) and isinstance(above, dict):
        return below | above
    return _added([below, above])


def _added(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for each in lists for text in each))

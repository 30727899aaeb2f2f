"""Read FHIR files, folders and plain notes into one `Pull` per patient."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from copilot.errors import InputError, PatientChoiceError
from copilot.fhir.assemble import describe, to_pull
from copilot.fhir.bundle import Contents, open_document
from copilot.fhir.grouping import Group, by_patient, to_resources
from copilot.fhir.jsontext import decode, is_extra_data, parse
from copilot.fhir.ndjson import read_lines
from copilot.fhir.newest import newest
from copilot.fhir.pull import Json, Problem, ProblemKind, Pull
from copilot.fhir.typed import TypedView
from copilot.garbage import paused

NDJSON_SUFFIXES = (".ndjson", ".jsonl")
RECORD_SUFFIXES = (".json", *NDJSON_SUFFIXES)
NOTE_SUFFIX = ".txt"
MAX_BYTES = 1 << 30
_NOT_YET = Problem(ProblemKind.TRUNCATED, "Only the newest part of this long record has been read so far.")
Early = Callable[[Pull], None]
_NOT_RECORDS = ("license", "licence", "readme", "notice", "changelog")


@dataclass(slots=True)
class _Input:
    """What one file or folder held before it is known whose it is."""

    contents: Contents = field(default_factory=Contents)
    problems: list[tuple[str, Problem]] = field(default_factory=list)


def read(paths: Iterable[Path], *, patient: str | None = None) -> Iterator[Pull | InputError]:
    """Yield the pulls of every path in turn; what cannot be read at all comes as its `InputError`.

    One bad path does not stop the others. `patient` chooses among several patients by Patient id.
    """
    for path in paths:
        try:
            yield from read_path(path, patient=patient)
        except InputError as error:
            yield error


def read_path(path: Path, *, patient: str | None = None, early: Early | None = None) -> tuple[Pull, ...]:
    """Return one `Pull` per patient of a file or a folder.

    A file (Bundle of any type, resource, NDJSON) with several patients raises `PatientChoiceError` unless
    `patient` names one: a clinician who opens one file means one person. A folder, such as a bulk export,
    gives one pull per patient; files in it that share a patient belong together, a bad file is listed among
    the problems of every pull, and each `.txt` in it is a note of its own (nobody is guessed for it).
    `early` is called with the newest part of one long file, as soon as it is known whose it is.
    Raises `InputError` when nothing could be read.
    """
    where = str(path)
    try:
        with paused():
            return _read_folder(path, patient) if path.is_dir() else _read_file(path, patient, early)
    except RecursionError:
        raise InputError("is nested too deeply to be a medical record.", where=where) from None
    except OSError as error:
        what = "does not exist." if isinstance(error, FileNotFoundError) else f"cannot be read ({error.strerror})."
        raise InputError(what, where=where, remedy="Check the path.") from None


def read_bundle(bundle: Json, source: str, patient: str | None = None) -> tuple[Pull, ...]:
    """Return the pulls of an already parsed Bundle or resource; numbers may be int, float or Decimal.

    `source` names it in messages. Raises as `read_path` does for a file.
    """
    try:
        with paused():
            return _pulls(_Input(open_document(bundle, source)), source, patient, several=False)
    except RecursionError:
        raise InputError("is nested too deeply to be a medical record.", where=source) from None


def _read_file(path: Path, patient: str | None, early: Early | None) -> tuple[Pull, ...]:
    found = _content_of(path)
    return (found,) if isinstance(found, Pull) else _pulls(found, str(path), patient, several=False, early=early)


def _content_of(path: Path) -> _Input | Pull:
    """Return what a file holds, or the note that it is; its text is not held any longer than that."""
    text, guessed = _text_of(path)
    if path.suffix.lower() == NOTE_SUFFIX and not _is_json(text):
        return _note(path, text, guessed)
    return _open(path, text, guessed)


def _text_of(path: Path) -> tuple[str, bool]:
    if path.stat().st_size > MAX_BYTES:
        raise InputError("is larger than 1 GB.", where=str(path), remedy="Split it by patient.")
    return decode(path.read_bytes(), str(path))


def _is_json(text: str) -> bool:
    """Return whether a `.txt` file is a record under another name; a note may well begin with a bracket."""
    if not text.lstrip().startswith(("{", "[{")):
        return False
    try:
        parse(text, "")
    except InputError:
        return is_extra_data(text)
    return True


def _note(path: Path, text: str, guessed: bool) -> Pull:
    problems = (_guessed(path),) if guessed else ()
    return Pull(source=str(path), resources=(), problems=problems, text=text)


def _guessed(path: Path) -> Problem:
    text = f"{path.name} is not UTF-8; it was read as Windows-1252, so single letters may be wrong."
    return Problem(ProblemKind.UNREADABLE, text)


def _open(path: Path, text: str, guessed: bool) -> _Input:
    """Return the resources of one file of JSON or NDJSON."""
    where = str(path)
    found = _Input()
    if guessed:
        found.problems.append(("", _guessed(path)))
    if path.suffix.lower() in NDJSON_SUFFIXES or is_extra_data(text):
        found.contents = read_lines(text, where)
    else:
        found.contents = open_document(parse(text, where), where)
    return found


def _read_folder(folder: Path, patient: str | None) -> tuple[Pull, ...]:
    files = sorted(
        path for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".") and not path.stem.lower().startswith(_NOT_RECORDS)
    )  # fmt: skip
    found = _Input()
    notes: list[Pull] = []
    errors: list[InputError] = []
    strange: list[str] = []
    for path in files:
        suffix = path.suffix.lower()
        if suffix not in (*RECORD_SUFFIXES, NOTE_SUFFIX):
            strange.append(path.name)
            continue
        try:
            text, guessed = _text_of(path)
            if suffix == NOTE_SUFFIX and not _is_json(text):
                notes.append(_note(path, text, guessed))
            else:
                _merge(found, _open(path, text, guessed), path)
        except (InputError, OSError) as error:
            errors.append(error if isinstance(error, InputError) else InputError("cannot be read.", where=str(path)))
    _say_left_out(found, errors, strange)
    if not found.contents.entries:
        return _only_notes(folder, notes, errors)
    pulls = _pulls(found, str(folder), patient, several=True)
    return pulls if patient else (*pulls, *notes)


def _merge(into: _Input, one: _Input, path: Path) -> None:
    origin = str(path)
    into.contents.entries += [entry._replace(origin=origin) for entry in one.contents.entries]
    into.contents.bundle_types += one.contents.bundle_types
    said = [*one.contents.problems, *(problem for _, problem in one.problems)]
    into.problems += [(origin, replace(problem, text=f"{path.name}: {problem.text}")) for problem in said]


def _say_left_out(found: _Input, errors: list[InputError], strange: list[str]) -> None:
    found.problems += [("", Problem(ProblemKind.UNREADABLE, str(error))) for error in errors]
    if strange:
        names = ", ".join(strange[:3]) + (", …" if len(strange) > 3 else "")
        text = f"{len(strange)} file(s) are neither JSON, NDJSON nor text and were not read ({names})."
        found.problems.append(("", Problem(ProblemKind.UNREADABLE, text)))


def _only_notes(folder: Path, notes: list[Pull], errors: list[InputError]) -> tuple[Pull, ...]:
    if notes:
        return tuple(notes)
    if len(errors) == 1:
        raise errors[0]
    what = f"holds no readable record ({len(errors)} files refused)." if errors else "holds no FHIR files."
    raise InputError(what, where=str(folder), remedy="Choose a folder with .json, .ndjson or .txt files.")


def _pulls(
    found: _Input, source: str, patient: str | None, *, several: bool, early: Early | None = None
) -> tuple[Pull, ...]:
    """Split by patient, choose, and check the resources of those that were chosen."""
    resources, versions = to_resources(found.contents.entries)
    groups = by_patient(resources, document="document" in found.contents.bundle_types)
    groups = _chosen(groups, source, patient, several=several)
    general = [("", problem) for problem in found.contents.problems]
    pulls = []
    for group in groups:
        view = TypedView()
        said = [*general, *found.problems, *_concerning(versions, group)]
        part = newest(group.resources) if early is not None else None
        if early is not None and part is not None:
            early(to_pull(replace(group, resources=part), source, [*said, ("", _NOT_YET)], view))
        pulls.append(to_pull(group, source, said, view))
    return tuple(pulls)


def _concerning(versions: list[Problem], group: Group) -> list[tuple[str, Problem]]:
    """Return what was said about versions of the resources of this group."""
    if not versions:
        return []
    own = {f"{resource.type}/{resource.id}" for resource in group.resources}
    return [("", problem) for problem in versions if problem.resource in own]


def _chosen(groups: list[Group], source: str, patient: str | None, *, several: bool) -> list[Group]:
    if patient is not None:
        wanted = patient.removeprefix("Patient/")
        chosen = [group for group in groups if group.patient_id == wanted]
        if not chosen:
            ids = ", ".join(group.patient_id or "(nobody named)" for group in groups[:20])
            raise InputError(f"holds no patient {wanted}.", where=source, remedy=f"It holds: {ids}.")
        return chosen
    if len(groups) > 1 and not several:
        raise PatientChoiceError(tuple((g.patient_id, describe(g)) for g in groups), where=source)
    return groups

"""What each identifier stands for, read from the calls in `ui/` that give it: kind, words, and the module it is in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ui.automation import Name

ROOT = Path(__file__).resolve().parents[2]
REGISTRY = ROOT / "ui" / "automation.py"
KINDS = {
    "button": "button", "IconButton": "button", "QPushButton": "button", "MoreLines": "button", "_make": "button",
    "_make_reason": "button", "QCheckBox": "check box", "QComboBox": "choice",
    "QLineEdit": "field", "_field": "field", "secret": "field", "Typing": "field",
    "QPlainTextEdit": "text", "MarkdownView": "text",
    "label": "text", "Elided": "text", "QLabel": "text", "NarrativeText": "text", "QTabBar": "tabs", "tabBar": "tabs",
    "QTabWidget": "tabs", "QListView": "list", "QListWidget": "list", "FactTable": "table", "GridTable": "table",
    "QProgressBar": "progress",
}  # fmt: skip
# What the calls do not tell: names that are handed on before a control gets them, and words made as the program runs.
TOLD = {
    Name.ABOUT_VERSIONS: ("text", "Version, commit and packs"),
    Name.ACCEPT: ("button", "Accept it"),
    Name.ADD_FINDING: ("field", "Add a finding"),
    Name.ADD_FINDING_LIST: ("list", "Add a finding: what this may mean"),
    Name.ALSO_COUNTED: ("text", "What counts besides the findings"),
    Name.ASK_TEXT: ("text", "The answer, with what the check says of it"),
    Name.ASSESSMENT_LABEL: ("text", "Draft, or by whom it is signed"),
    Name.ASSESSMENT_NAME: ("field", "Your name, to sign the assessment"),
    Name.ASSESSMENT_NAMES: ("list", "Add a condition of your own: what this may mean"),
    Name.ASSESSMENT_NOTE: ("text", "What has just been done, or is to be done first"),
    Name.ASSESSMENT_OWN: ("field", "Add a condition of your own"),
    Name.ASSESSMENT_TEXT: ("field", "Assessment text"),
    Name.AWAITING_CHOOSE: ("button", "What to do where a chart does not come"),
    Name.CHANGE_SAID: ("text", "What is wrong with the old or the new passphrase"),
    Name.COMPARE_NOTE: ("text", "What is compared, or how to choose"),
    Name.COMPARE_TABLE: ("table", "Comparison"),
    Name.CONNECTIONS_SAID: ("text", "How many computers were reached, how many refused"),
    Name.CONNECTIONS_TABLE: ("table", "Connections"),
    Name.CONNECT_SAID: ("text", "What came of it"),
    Name.CORRECTION: ("line", "One correction of the clinician's"),
    Name.DECIDED: ("text", "What was decided about it"),
    Name.DECISION: ("line", "One decision: name, verdict, what the engine says"),
    Name.DECISION_WORDING: ("field", "Your words for a condition"),
    Name.DIFFERENTIAL_ABSTENTION: ("text", "Why no list can be trusted"),
    Name.DIFFERENTIAL_MORE: ("button", "Show the less likely hypotheses"),
    Name.DOCUMENTS: ("page", "Documents"),
    Name.EVIDENCE: ("line", "One line of evidence: side, words, weight, source"),
    Name.EVIDENCE_MORE: ("button", "Show the lines kept back on one side"),
    Name.EVIDENCE_PAUSE: ("button", "Pause a finding, or put it back"),
    Name.FACTS: ("page", "All facts"),
    Name.FACTS_TABLE: ("table", "Lines of a page of the chart"),
    Name.FOLLOWING_PILL: ("text", "Whether the EHR is followed"),
    Name.FOLLOWING_WORDS: ("text", "Which patient the EHR shows"),
    Name.HYPOTHESIS: ("row", "One hypothesis: rank, name, band, counts"),
    Name.LABS_KIND: ("button", "Laboratory, vital signs, older and newer days"),
    Name.LOCK_SAID: ("text", "Why one does not come in"),
    Name.MEDICATIONS: ("page", "Medications"),
    Name.MESSAGE: ("text", "A message, by its kind"),
    Name.MESSAGE_ACTION: ("button", "What can be done about a message"),
    Name.MISSING_LINE: ("text", "One thing that could not be had"),
    Name.MOVED: ("text", "How the rank has moved"),
    Name.NARRATIVE_LABEL: ("text", "Draft"),
    Name.NARRATIVE_TEXT: ("text", "The model's words"),
    Name.NEXT_STEP_ANSWER: ("button", "Answer a question that is proposed"),
    Name.NEXT_STEP_DONE: ("line", "Where the chart has the result already"),
    Name.ORIGIN: ("text", "Who named it"),
    Name.OVERVIEW_CHANGE: ("line", "What has changed since last time"),
    Name.OVERVIEW_LINE: ("line", "A line of a card"),
    Name.OVERVIEW_MORE: ("button", "Open the page that shows all of it"),
    Name.OWN_LIST_DECIDED: ("text", "What was decided about it"),
    Name.OWN_LIST_FIELD: ("field", "A condition that you think of"),
    Name.OWN_LIST_LINE: ("line", "One condition of my list"),
    Name.OWN_LIST_SUGGESTIONS: ("list", "A condition that you think of: what this may mean"),
    Name.PASSPHRASE_SKIP: ("button", "Go on and keep nothing"),
    Name.PASSPHRASE_SAID: ("text", "What is wrong with the passphrase"),
    Name.PATIENTS_KIND: ("button", "Search, today's patients, recent ones"),
    Name.PATIENTS_TABLE: ("table", "Patients"),
    Name.REASON: ("button", "Why it is rejected"),
    Name.REFERENCES: ("text", "The sources of an open hypothesis"),
    Name.REJECT: ("button", "Reject it"),
    Name.REMARK: ("field", "Why it is rejected, in your own words"),
    Name.SEARCH_FIELD: ("field", "Find in the whole chart"),
    Name.SHORTCUTS_LIST: ("text", "Keys"),
    Name.TIMELINE_SHOW: ("button", "What the timeline shows"),
    Name.UNKNOWN: ("line", "One thing that is missing, conflicting, stale or unreadable"),
    Name.UNKNOWNS_TOGGLE: ("button", "Show all of them, or fewer"),
}
REPEATED = frozenset({Name.ACCEPT, Name.REJECT, Name.OVERVIEW_LINE})


@dataclass(frozen=True, order=True)
class Described:
    """One identifier as it is listed; `repeated` where `.` and a key follow in each row."""

    name: str
    kind: str
    words: str
    place: str
    repeated: bool


def described() -> list[Described]:
    """Return every identifier with what it stands for, by name."""
    found = {one.name: one for path in sorted((ROOT / "ui").rglob("*.py")) if path != REGISTRY for one in _of(path)}
    for name, (kind, words) in TOLD.items():
        place = next(path for path in sorted((ROOT / "ui").rglob("*.py")) if path != REGISTRY and _names(path, name))
        known = found.get(name.value)
        repeated = name in REPEATED or (known is not None and known.repeated)
        found[name.value] = Described(name.value, kind, words, str(place.relative_to(ROOT)), repeated)
    return sorted(found.values())


def _names(path: Path, name: Name) -> bool:
    """Return whether a module names an identifier."""
    return f"Name.{name.name}" in path.read_text("utf-8")


def _of(path: Path) -> Iterator[Described]:
    """Yield the identifiers that the calls of a module give."""
    tree = ast.parse(path.read_text("utf-8"))
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        parts = [*call.args, *(word.value for word in call.keywords)]
        for part in parts:
            if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == "Name":
                words = _words(call, part, constants)
                repeated = any(word.arg == "key" for word in call.keywords)
                yield Described(Name[part.attr].value, _kind(call), words, str(path.relative_to(ROOT)), repeated)


def _kind(call: ast.Call) -> str:
    """Return what gets the identifier: `identify` gives it to its first argument, all others to what they make."""
    made = call.args[0] if _called(call) == "identify" and call.args else call
    return KINDS.get(_called(made) if isinstance(made, ast.Call) else "", "part")


def _called(call: ast.Call) -> str:
    """Return the name of what is called."""
    return (
        call.func.id
        if isinstance(call.func, ast.Name)
        else call.func.attr
        if isinstance(call.func, ast.Attribute)
        else ""
    )


def _words(call: ast.Call, name: ast.expr, constants: dict[str, object]) -> str:
    """Return what is said of it, what differs from case to case as an ellipsis."""
    given = [word.value for word in call.keywords if word.arg == "says"]
    behind = call.args[call.args.index(name) + 1 :] if name in call.args else []
    said = (_text(one, constants) for one in (*given, *behind, *call.args))
    return next((words for words in said if words.strip(" \N{HORIZONTAL ELLIPSIS}:,.")), "")


def _text(node: ast.expr, constants: dict[str, object]) -> str:
    """Return the words of an expression."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.Name):
        return str(constants.get(node.id, ""))
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part, constants) or "\N{HORIZONTAL ELLIPSIS}" for part in node.values)
    return _text(node.value, constants) if isinstance(node, ast.FormattedValue) else ""

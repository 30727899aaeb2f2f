"""Make a kept review again with today's program and packs, and say what differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import orjson

from copilot import __version__
from copilot.fhir.pull import Json
from copilot.knowledge.pack import Pack
from copilot.narrative.asked import Asked, compared
from copilot.review.as_json import as_json
from copilot.review.engine import review
from copilot.review.kept import Kept
from copilot.review.references import short_ids
from copilot.review.review import Review

# What a run of the same engine may well give otherwise: times, and words of a model that is not asked again here.
_NOT_COMPARED = ("seconds", "narrative", "no_narrative", "answers", "pack")


@dataclass(frozen=True, slots=True)
class Replay:
    """What came out now beside what came out then. `made_by` says which program and packs did what, in words.

    `differences` is empty where the answer is the same; each is one line for a person. `prompts` say of each question
    that a model was asked then whether it would be the same today; the model itself is not asked again. `made` is the
    review of today.
    """

    output: Json
    made: Review
    made_by: tuple[str, ...]
    differences: tuple[str, ...]
    prompts: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Return whether the answer is reproduced, word for word."""
        return not self.differences


def replay(kept: Kept, pack: Pack, asked: Sequence[Asked] = ()) -> Replay:
    """Return a kept review made again; nothing of what is kept is changed. `asked` is what a model was asked then."""
    made = review(kept.pull, pack)
    # Through JSON and back, so that both sides have the same kinds of numbers and lists.
    now = orjson.loads(orjson.dumps(as_json(made)))
    then = orjson.loads(orjson.dumps(kept.output, default=float))
    made_by = (
        f"program {kept.program} then, {__version__} now",
        f"packs {kept.pack} then, {pack.version} now",
        *(
            (f"words then by {kept.model['name']} ({kept.model['sha256'][:12]}), not asked again",)
            if kept.model
            else ()
        ),
    )
    return Replay(now, made, made_by, tuple(_differences(then, now)), _prompts(asked, made) if asked else ())


def _prompts(asked: Sequence[Asked], made: Review) -> tuple[str, ...]:
    """Return how the questions of then stand beside those of today."""
    from copilot.narrative.brief import briefs
    from copilot.narrative.narrate import INSTRUCTION

    today = briefs(made.differential, made.findings, made.facts, short_ids(made), made.today)
    return compared(asked, [(brief.condition, brief.text) for brief in today], INSTRUCTION)


def _differences(then: Json, now: Json) -> Iterator[str]:
    """Yield what differs: the order first, then each condition's evidence, then everything else by its name."""
    old = {line["id"]: line for line in then["differential"]}
    new = {line["id"]: line for line in now["differential"]}
    for identifier, line in new.items():
        if identifier not in old:
            yield f"{line['name']}: new, rank {line['rank']}"
        else:
            yield from _moved(old[identifier], line)
    yield from (f"{line['name']}: gone, was rank {line['rank']}" for key, line in old.items() if key not in new)
    for name in sorted((then.keys() | now.keys()) - {"differential", *_NOT_COMPARED}):
        if then.get(name) != now.get(name):
            yield f"{name.replace('_', ' ')} differ"


def _moved(old: Json, new: Json) -> Iterator[str]:
    """Yield what differs about one condition."""
    if old["rank"] != new["rank"]:
        yield f"{new['name']}: rank {old['rank']} then, {new['rank']} now"
    if old["likelihood"] != new["likelihood"]:
        yield f"{new['name']}: {old['likelihood']} then, {new['likelihood']} now"
    for side in ("for", "against", "unknown"):
        was, is_ = ({line["finding"]: line for line in one[side]} for one in (old, new))
        changed = [line["text"] for finding, line in is_.items() if was.get(finding) != line]
        gone = [line["text"] for finding, line in was.items() if finding not in is_]
        if changed:
            yield f"{new['name']}: {side}: other or new: {'; '.join(changed)}"
        if gone:
            yield f"{new['name']}: {side}: gone: {'; '.join(gone)}"
    if {**old, **_SHOWN_APART} != {**new, **_SHOWN_APART} and not _lines_differ(old, new):
        yield f"{new['name']}: score or parts differ"


_SHOWN_APART = {"rank": 0, "likelihood": "", "for": [], "against": [], "unknown": []}


def _lines_differ(old: Json, new: Json) -> bool:
    """Return whether something was said already that explains another score."""
    return any(old[side] != new[side] for side in ("for", "against", "unknown"))

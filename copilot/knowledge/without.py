"""Leave out every row that rests on given references, so that a case is not ranked by its own paper."""

from __future__ import annotations

from dataclasses import replace

from copilot.knowledge.pack import Condition, Link, Pack


def without_references(pack: Pack, left_out: frozenset[str]) -> Pack:
    """Return the pack less every figure and row that rests on one of `left_out` (PMIDs, "PMID:1", or ids).

    A row that keeps another reference stays; a row whose only support is left out goes, and so does a
    condition that has no reference left.
    """
    wanted = {identifier.removeprefix("PMID:") for identifier in left_out}
    pack = replace(pack, left_out=frozenset(left_out | {f"PMID:{name}" for name in wanted if name.isdigit()}))
    gone = frozenset(r.id for r in pack.references.values() if {r.id, r.pmid, r.pmcid, r.doi} & wanted)
    if not gone:
        return pack
    kept = (_without(condition, gone) for condition in pack.conditions.values())
    conditions = {condition.id: condition for condition in kept if condition.references}
    references = {key: value for key, value in pack.references.items() if key not in gone}
    return replace(pack, conditions=conditions, references=references)


def _without(condition: Condition, gone: frozenset[str]) -> Condition:
    links = (_link_without(link, gone) for link in condition.links)
    return replace(
        condition,
        references=tuple(r for r in condition.references if r not in gone),
        base_rates=tuple(f for f in condition.base_rates if f.reference not in gone),
        links=tuple(link for link in links if link is not None),
    )


def _link_without(link: Link, gone: frozenset[str]) -> Link | None:
    figures = tuple(figure for figure in link.figures if figure.reference not in gone)
    references = tuple(reference for reference in link.references if reference not in gone)
    only_support = not figures and not references and (link.figures or link.references)
    if only_support or not (figures or link.band or link.strength):
        return None
    return replace(link, figures=figures, references=references)

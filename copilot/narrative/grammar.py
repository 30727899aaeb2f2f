"""The grammar that a model must keep to: words, then citations from the closed list of this very brief."""

from __future__ import annotations

import json

from copilot.narrative.brief import Brief

MOST_SENTENCES = 8
LONGEST_WORDS = 200

# Words: anything but line ends, controls, and the signs that begin a citation or a control token. The
# quote and the brackets stand only in citations, so that a sentence can always be taken apart again.
_LETTER = r"[^\x00-\x1F\x7F\[\]{}|`\\\n\r]"


def grammar(brief: Brief, most_sentences: int = MOST_SENTENCES) -> str:
    """Return GBNF for at most so many sentences over the ids of `brief`.

    A sentence is one or more clauses, each of words followed by the whole citation of one line of the
    brief; so no id can be shortened, mixed or invented. Whether the words fit is for `check` to say.
    """
    citations = sorted({line.citation for line in brief.lines})
    if not citations:
        raise ValueError("a brief without lines has nothing to cite")
    choice = " | ".join(json.dumps(citation, ensure_ascii=True) for citation in citations)
    return "\n".join(
        (
            f'root ::= sentence (" " sentence){{0,{most_sentences - 1}}}',
            f'sentence ::= clause more{{0,{len(citations) + 2}}} "."',
            'clause ::= words " " cite',
            'more ::= (" and " | ", ") words " " cite',
            f"words ::= letter{{2,{LONGEST_WORDS}}}",
            f"letter ::= {_LETTER}",
            f"cite ::= {choice}",
        )
    )

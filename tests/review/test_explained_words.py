from __future__ import annotations

import pytest

from copilot.differential.differential import Evidence
from copilot.review.wording import explained_words


@pytest.mark.parametrize(
    ("known", "said"),
    [(("Asthma",), "Asthma explains it"), (("Asthma", "Heart failure"), "Asthma and Heart failure explain it")],
)
def test_one_illness_explains_and_two_explain(known: tuple[str, ...], said: str) -> None:
    line = Evidence("wheeze", "Wheeze", "wheeze", 0.4, ("F1",), (), editorial=True, explained_by=known)
    assert explained_words(line) == said

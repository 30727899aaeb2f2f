"""Every file of real-looking FHIR data beside the checkout ends in a review or in one clear line, never in a crash."""

from __future__ import annotations

from pathlib import Path

import pytest

from copilot.errors import KnownError
from copilot.review import engine
from copilot.review.as_json import as_json
from copilot.review.as_text import as_text

FHIR = Path(__file__).resolve().parents[3] / "shared" / "fhir"


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.skipif(not FHIR.is_dir(), reason="the data beside the checkout is not here")
def test_every_file_is_reviewed_or_refused_in_one_line() -> None:
    pack = engine.load_pack()
    reviewed, refused = 0, []
    for path in sorted(path for path in FHIR.rglob("*") if path.is_file()):
        try:
            reviews = [engine.review(pull, pack) for pull in engine.read(path)]
        except KnownError as error:
            refused.append((path.name, str(error)))
            continue
        for review in reviews:
            assert set(as_json(review)["facts"]) == set(review.facts)
            assert as_text(review)
            reviewed += 1
    assert reviewed > 300
    assert len(refused) > 10
    assert [error for name, error in refused if name not in error or "\n" in error] == []

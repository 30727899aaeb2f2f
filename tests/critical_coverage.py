"""Hold the safety-critical files at full branch coverage: `python -m tests.critical_coverage build/coverage.json`.

A wrong line in one of these could show a physician something that is not so. The list only grows.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

CRITICAL = (
    "copilot/chart/status.py",
    "copilot/chart/units.py",
    "copilot/differential/evidence.py",
    "copilot/differential/priors.py",
    "copilot/differential/rank.py",
    "copilot/differential/weights.py",
    "copilot/errors.py",
    "copilot/fhir/fhircast/context.py",
    "copilot/fhir/origin.py",
    "copilot/fhir/said.py",
    "copilot/fhir/server/merged.py",
    "copilot/fhir/smart/authorize.py",
    "copilot/fhir/smart/pkce.py",
    "copilot/network.py",
    "copilot/findings/notes/assertion.py",
    "copilot/knowledge/without.py",
    "copilot/narrative/answers.py",
    "copilot/narrative/changes.py",
    "copilot/narrative/check.py",
    "copilot/narrative/cited.py",
    "copilot/narrative/claim.py",
    "copilot/narrative/clinical.py",
    "copilot/narrative/entity.py",
    "copilot/narrative/frame.py",
    "copilot/narrative/grammar.py",
    "copilot/narrative/levels.py",
    "copilot/narrative/plainly.py",
    "copilot/narrative/reckoned.py",
    "copilot/narrative/said.py",
    "copilot/narrative/stated.py",
    "copilot/narrative/times.py",
    "copilot/narrative/values.py",
    "copilot/review/references.py",
)


def main(report: Path) -> int:
    """Print every critical file that is not fully covered; return 1 if there is one."""
    files = json.loads(report.read_text(encoding="utf-8"))["files"]
    failed = 0
    for name in CRITICAL:
        if name not in files:
            print(f"{name}: not in the coverage report")
            failed += 1
            continue
        missing = files[name]["missing_lines"]
        branches = files[name].get("missing_branches", [])
        if missing or branches:
            print(f"{name}: lines {missing}, branches {branches} are not covered")
            failed += 1
    print(f"{len(CRITICAL) - failed} of {len(CRITICAL)} safety-critical files fully covered")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

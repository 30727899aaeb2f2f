"""A slow server: what has come is shown meanwhile, and Cancel waits for nobody."""

from __future__ import annotations

from copilot.fhir.server.pulling import pull_patient
from copilot.fhir.stop import Stop
from tests.fhir.conformance.asking import hospital, keys, lines, pull, visitor

NEVER = 3600.0


def test_the_first_facts_are_there_while_other_searches_have_not_answered():
    stop, seen = Stop(), []

    def watch(progress, collected):
        if len(collected.entries) > 30:
            seen.append((progress, len(collected.to_pull().resources)))
            stop.press()

    with hospital(slow_types={"Encounter": NEVER, "Procedure": NEVER}) as server:
        collected = pull_patient(visitor(server), "p1", stop=stop, progress=watch)
    (progress, shown), *_ = seen
    assert shown > 30
    assert progress.done < progress.searches
    assert any("Stopped" in line for line in lines(collected))


def test_cancel_returns_what_came_and_resume_completes_it():
    stop = Stop()
    with hospital(slow_types={"Encounter": NEVER}) as server:

        def press(progress, collected):
            if progress.pages == 4:
                stop.press()

        collected = pull_patient(visitor(server), "p1", stop=stop, progress=press)
        assert "Patient/p1" in keys(collected)
        assert collected.open
        assert any("Stopped" in line for line in lines(collected))
        server.ehr.quirks = type(server.ehr.quirks)()
        resumed = pull(server, collected=collected)
        assert sorted(keys(resumed)) == sorted(keys(pull(server)))
    assert lines(resumed) == []

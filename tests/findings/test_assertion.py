"""What a note says of what it names: one line a case."""

from __future__ import annotations

import pytest

from copilot.findings.finding import Assertion
from copilot.findings.lexicon import lexicon
from copilot.findings.notes.reader import read
from copilot.knowledge.pack import Pack, Term, TermKind
from tests.findings.factory import small_pack

PACK = small_pack()
A, D, U = Assertion.AFFIRMED, Assertion.DENIED, Assertion.UNCERTAIN
F, P, H = Assertion.FAMILY, Assertion.PAST, Assertion.HYPOTHETICAL
FEVER, COUGH, RASH, CP, SOB = "HP:0001945", "HP:0012735", "HP:0000988", "HP:0100749", "HP:0002094"
NAUSEA, VOMIT, SEIZURE, OEDEMA, BELLY = "HP:0002018", "HP:0002013", "HP:0001250", "HP:0012398", "HP:0002027"

CASES = [
    # where a scope ends
    ("Cough (no fever, chills), then a rash.", {FEVER: D, RASH: A}),
    ("Has a rash but fever was denied.", {RASH: A, FEVER: D}),
    ("Rash, fever was absent.", {RASH: A, FEVER: D}),
    ("Chest pain is absent today.", {CP: D}),
    ("Mother had seizures, he has fever.", {SEIZURE: F, FEVER: A}),
    ("Cough, fever in his brother.", {COUGH: A, FEVER: F}),
    ("No fever, vomiting twice a day.", {FEVER: D, VOMIT: A}),
    ("No fever, vomiting or rash.", {FEVER: D, VOMIT: D, RASH: D}),
    ("No fever, cough, or rash were noted.", {FEVER: D, COUGH: D, RASH: D}),
    ("No cough, fever were noted.", {COUGH: D, FEVER: D}),
    ("No fever, he coughs, rash.", {FEVER: D, RASH: A}),
    ("No fever, just a cough.", {FEVER: D, COUGH: A}),
    ("No chest pain, the rash is itchy.", {CP: D, RASH: A}),
    ("Lost weight without trying, smoker.", {"HP:0001824": A, "CS:smoking": A}),
    # affirmed
    ("Fever since Monday.", {FEVER: A}),
    ("Presents with chest pain and shortness of breath.", {CP: A, SOB: A}),
    ("3-day history of cough.", {COUGH: A}),
    ("Presents with a history of vomiting for two days.", {VOMIT: A}),
    ("No improvement in the cough.", {COUGH: A}),
    ("No change in his rash.", {RASH: A}),
    ("Not only fever but also a rash.", {FEVER: A, RASH: A}),
    ("No relief with ibuprofen.", {"CS:nsaid": A}),
    ("Fever has not resolved.", {FEVER: A}),
    ("Chest pain not relieved by ibuprofen.", {CP: A, "CS:nsaid": A}),
    ("Fever: yes, cough: no.", {FEVER: A, COUGH: D}),
    # denied
    ("No fever, chills or cough.", {FEVER: D, COUGH: D}),
    ("Denies fever, cough, or rash.", {FEVER: D, COUGH: D, RASH: D}),
    ("No fever, no cough.", {FEVER: D, COUGH: D}),
    ("Negative for fever and rash.", {FEVER: D, RASH: D}),
    ("Fever without cough.", {FEVER: A, COUGH: D}),
    ("She does not have a rash.", {RASH: D}),
    ("He hasn't had seizures.", {SEIZURE: D}),
    ("Afebrile.", {FEVER: D}),
    ("Fever and cough are absent.", {FEVER: D, COUGH: D}),
    ("Rash was not seen.", {RASH: D}),
    ("Chest pain: none", {CP: D}),
    ("Cough - no", {COUGH: D}),
    ("(-) fever, (+) cough", {FEVER: D, COUGH: A}),
    ("+cough, -fever", {COUGH: A, FEVER: D}),
    ("There is no evidence of oedema.", {OEDEMA: D}),
    ("No longer has a cough.", {COUGH: D}),
    ("Neither nausea nor vomiting.", {NAUSEA: D, VOMIT: D}),
    ("Seizure was ruled out.", {SEIZURE: D}),
    ("No history of diabetes.", {"CS:diabetes": D}),
    ("No PMH.", {"CS:diabetes": D}),
    ("Any rash? No.", {RASH: D}),
    ("No CP/SOB.", {CP: D, SOB: D}),
    ("No N/V.", {NAUSEA: D, VOMIT: D}),
    ("No fever, weight loss or history of seizures.", {FEVER: D, "HP:0001824": D, SEIZURE: D}),
    # signs before each item of a list
    ("- fever, - cough, - rash", {FEVER: D, COUGH: D, RASH: D}),
    ("Resp: + cough, - fever", {COUGH: A, FEVER: D}),
    ("Resp: + cough x 2 months, - chest pain\nSkin: - rash", {COUGH: A, CP: D, RASH: D}),
    ("ROS: -fever -cough", {FEVER: D, COUGH: D}),
    ("+ fever\n- cough\n- rash", {FEVER: A, COUGH: D, RASH: D}),
    ("- fever\n- cough", {FEVER: A, COUGH: A}),
    ("Problems: - fever - cough", {FEVER: A, COUGH: A}),
    ("- cough +fever\n- rash", {COUGH: A, FEVER: A, RASH: A}),
    ("No fever, + cough", {FEVER: D, COUGH: A}),
    ("No fever + cough", {FEVER: D, COUGH: D}),
    ("Cough [+], fever [-]", {COUGH: A, FEVER: D}),
    ("Fever (no), cough (yes)", {FEVER: D, COUGH: A}),
    ("Fever: -, cough: +", {FEVER: D, COUGH: A}),
    ("Fever -, cough +", {FEVER: D, COUGH: A}),
    ("Cough - since Monday", {COUGH: A}),
    ("Pertinent negatives: fever, rash. Pertinent positives: cough.", {FEVER: D, RASH: D, COUGH: A}),
    ("ROS: negative except cough", {COUGH: A}),
    # a denial goes on over the end of a line, and ends where a full stop lacks its space
    ("Eating well. No\nCP, no rash.", {CP: D, RASH: D}),
    ("He has no\nSOB.", {SOB: D}),
    ("Cough: no\nRash: yes", {COUGH: D, RASH: A}),
    ("Cough no\nRash yes", {RASH: A}),
    ("No cough.pmh DM/seizures", {COUGH: D, "CS:diabetes": P}),
    ("No cough.Rash for a week.T 38.9.No chest pain", {COUGH: D, RASH: A, FEVER: A, CP: D}),
    # results
    ("HIV positive, fever negative, rash", {FEVER: D, RASH: A}),
    ("Fever with negative cultures", {FEVER: A}),
    # nobody
    ("Nobody has a rash or a cough.", {RASH: D, COUGH: D}),
    ("Nobody at home has a rash.", {RASH: D}),
    ("None of the family has had an MI.", {"CS:fh-cad": D}),
    ("No one else has a rash.", {RASH: F}),
    # the scope of a denial ends
    ("No fever but cough.", {FEVER: D, COUGH: A}),
    ("Denies fever, reports cough.", {FEVER: D, COUGH: A}),
    ("No chest pain, fever for three days.", {CP: D, FEVER: A}),
    ("No cough; fever present.", {COUGH: D, FEVER: A}),
    ("No fever. Cough.", {FEVER: D, COUGH: A}),
    ("No symptoms except cough.", {COUGH: A}),
    ("No fever although he has a rash.", {FEVER: D, RASH: A}),
    ("Chest pain, no nausea, vomiting or rash.", {CP: A, NAUSEA: D, VOMIT: D, RASH: D}),
    # doubted
    ("Possible seizure.", {SEIZURE: U}),
    ("?seizure", {SEIZURE: U}),
    ("Cannot exclude a rash.", {RASH: U}),
    ("Seizure is suspected.", {SEIZURE: U}),
    ("Seizure unlikely.", {SEIZURE: U}),
    ("I wonder whether this is a seizure.", {SEIZURE: U}),
    ("He is unsure whether there was a rash.", {RASH: U}),
    ("Differential: MI, seizure. Cough.", {"CS:cad": U, SEIZURE: U}),
    # family and others
    ("Mother had a heart attack at 50.", {"CS:fh-cad": A}),
    ("Family history of MI.", {"CS:fh-cad": A}),
    ("No family history of MI.", {"CS:fh-cad": D}),
    ("Family history: father MI.", {"CS:fh-cad": A}),
    ("Heart attack in his father.", {"CS:fh-cad": A}),
    ("His wife has a cough.", {COUGH: F}),
    ("Mother reports fever.", {FEVER: A}),
    ("Lives with wife. Cough.", {COUGH: A}),
    ("Her husband noticed a rash.", {RASH: A}),
    ("Dad MI at 50.", {"CS:fh-cad": A}),
    ("Paternal uncle seizures.", {SEIZURE: F}),
    ("His father smoker. He has a cough.", {"CS:smoking": F, COUGH: A}),
    ("Brother: seizures and a rash.", {SEIZURE: F, RASH: F}),
    ("His wife, who has seizures, brought him.", {SEIZURE: F}),
    ("Mother on the phone reports fever.", {FEVER: A}),
    ("One cousin on ibuprofen.", {"CS:nsaid": F}),
    ("Mum takes ibuprofen.", {"CS:nsaid": F}),
    ("Came with his mother on Monday with a cough.", {COUGH: A}),
    ("FAMILY HISTORY\nFather: seizures.\nPERSONAL HISTORY\nCough.", {SEIZURE: F, COUGH: A}),
    # past
    ("History of seizures.", {SEIZURE: P}),
    ("Previous MI.", {"CS:cad": P}),
    ("MI ten years ago.", {"CS:cad": P}),
    ("PMH: DM, seizures", {"CS:diabetes": P, SEIZURE: P}),
    ("Past medical history\n- diabetes\n- seizures\n\nHPI\nfever", {"CS:diabetes": P, SEIZURE: P, FEVER: A}),
    ("Cough started two years ago.", {COUGH: A}),
    ("DM (ibuprofen for a month, now off)", {"CS:nsaid": D}),
    # imagined
    ("Return if fever develops.", {FEVER: H}),
    ("If he develops a rash, call us.", {RASH: H}),
    ("CT to rule out MI.", {"CS:cad": H}),
    ("At risk of seizures.", {SEIZURE: H}),
    ("Watch for vomiting or rash.", {VOMIT: H, RASH: H}),
    ("Allergies: ibuprofen (rash)", {"CS:nsaid": H, RASH: H}),
    ("Plan: ibuprofen", {"CS:nsaid": H}),
    ("Plan: given ibuprofen", {"CS:nsaid": A}),
    ("Plan: cont ibuprofen", {"CS:nsaid": A}),
    ("Plan: continue rest, hold ibuprofen", {"CS:nsaid": H}),
    ("Treatment: ibuprofen for a week", {"CS:nsaid": A}),
    ("She was told to seek help for fever, a new rash or cough.", {FEVER: H, RASH: H, COUGH: H}),
    ("Side effects such as nausea and rash were discussed.", {NAUSEA: H, RASH: H}),
    ("Advised re red flags: vomiting, seizures", {VOMIT: H, SEIZURE: H}),
    ("He has side effects such as nausea.", {NAUSEA: A}),
    ("Should a rash occur she will stop.", {RASH: H}),
    ("The rash should be seen today.", {RASH: A}),
    ("Magnesium ready in case she has seizures.", {SEIZURE: H}),
    ("Seizure call at 09:50.", {SEIZURE: H}),
    # an illness of now is no previous one
    ("Principal diagnosis: stroke", {"CS:stroke-before": None}),
    ("Acute stroke in the night.", {"CS:stroke-before": None}),
    ("Impression: TIA, old stroke on CT", {"CS:stroke-before": A}),
    ("PMH: stroke", {"CS:stroke-before": P}),
    # one side does not speak for the other
    ("Left side power 5/5.", {"CS:weak": None}),
    ("Normal power in the left leg.", {"CS:weak": None}),
    ("Power 5/5 in the left and right leg.", {"CS:weak": D}),
    ("Left-handed, normal power.", {"CS:weak": D}),
    ("Non-smoker right up to now.", {"CS:smoking": D}),
    # words with two meanings
    ("A fit man; FIT 212.", {}),
    # what brings a complaint on
    ("Chest pain worse on straining and coughing.", {CP: A, COUGH: H}),
    ("Chest pain aggravated by coughing, and fever.", {CP: A, COUGH: H, FEVER: A}),
    ("Chest pain on coughing and fever.", {CP: A, COUGH: H, FEVER: A}),
    ("Nausea relieved by vomiting.", {NAUSEA: A, VOMIT: A}),
    # what is denied of a kind is not denied of the whole
    ("No chest pain on exertion.", {"CS:exertional": D, CP: None}),
    ("Medications: ibuprofen for fever", {"CS:nsaid": A, FEVER: H}),
    # words
    ("Pain in his chest.", {CP: A}),
    ("Chest and abdominal pain.", {CP: A, BELLY: A}),
    ("SHORTNESS-OF-BREATH", {SOB: A}),
    ("Short-lived rashes, leg edema.", {RASH: A, OEDEMA: A}),
    ("Leg edema, dyspnea.", {OEDEMA: A, SOB: A}),
    ("Feverfew tea and coughdrops.", {}),
    ("Lost 5 kg.", {"HP:0001824": A}),
    ("Nonsmoker.", {"CS:smoking": D}),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_assertion(text: str, expected: dict[str, Assertion]) -> None:
    found = {hit.term: hit.assertion for hit in read(text, lexicon(PACK))}
    assert {term: found.get(term) for term in expected} == expected
    assert expected or not found


def test_a_result_ends_at_its_comma() -> None:
    ana = Term("CS:ana", "ANA", TermKind.LABORATORY, 0.02, surface=("positive ANA", "ANA positive"))
    pack = Pack("ana", {ana.id: ana}, {}, {}, {})
    (hit,) = read("RF positive, ANA negative", lexicon(pack))
    assert hit.assertion is D


def test_every_hit_stands_where_it_says() -> None:
    text = "HPI:\n  Fever, then a cough.\nPMH: DM\n"
    hits = read(text, lexicon(PACK))
    assert [text[hit.start : hit.end] for hit in hits] == ["Fever", "cough", "DM"]
    assert all(hit.sentence.start <= hit.start < hit.end <= hit.sentence.end for hit in hits)


@pytest.mark.parametrize(
    "text",
    [
        "no " * 50_000,
        "a" * 300_000,
        "T " + " " * 100_000,
        "PMH:\n" * 20_000,
        "58 year old " + "x " * 50_000,
        "((" * 50_000,
    ],
    ids=["no", "a", "blank", "headers", "age", "brackets"],
)
@pytest.mark.timeout(20)
def test_hostile_text_is_read_in_bounded_time(text: str) -> None:
    hits = read(text, lexicon(PACK))  # the timeout is the test; what comes back must still lie inside the text
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)


def test_a_term_that_begins_with_no_still_opens_the_list_behind_it() -> None:
    """Some findings are absences ("no tears"); their "no" must not be lost on what follows."""
    terms = [
        Term("CS:dry-eyes", "No tears", TermKind.SYMPTOM, 0.2, surface=("no tears",)),
        Term("CS:fever", "Fever", TermKind.SYMPTOM, 0.2),
        Term("CS:chills", "Chills", TermKind.SYMPTOM, 0.2),
    ]
    pack = Pack("test", {t.id: t for t in terms}, {}, {}, {})
    said = {hit.term: hit.assertion for hit in read("No tears, fever or chills.", lexicon(pack))}
    assert said["CS:dry-eyes"] is Assertion.AFFIRMED
    assert said["CS:fever"] is said["CS:chills"] is Assertion.DENIED


def test_a_complaint_that_begins_with_no_denies_nothing_behind_it() -> None:
    """ "No appetite" is there; what stands behind its comma is there as well."""
    terms = [
        Term("CS:appetite", "Loss of appetite", TermKind.SYMPTOM, 0.2, surface=("no appetite",)),
        Term("CS:sweats", "Night sweats", TermKind.SYMPTOM, 0.2, surface=("night sweats",)),
    ]
    pack = Pack("test", {t.id: t for t in terms}, {}, {}, {})
    said = {hit.term: hit.assertion for hit in read("No appetite, night sweats.", lexicon(pack))}
    assert said == {"CS:appetite": Assertion.AFFIRMED, "CS:sweats": Assertion.AFFIRMED}


@pytest.mark.parametrize(("who", "expected"), [("pregnant", A), ("male", F)])
def test_the_mother_is_the_patient_in_a_pregnant_womans_note(who: str, expected: Assertion) -> None:
    hits = read("The mother has fever.", lexicon(PACK), sex=who)
    assert [hit.assertion for hit in hits if hit.term == FEVER] == [expected]

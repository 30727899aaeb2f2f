"""Everyday words that a sentence may hold beside what it cites: they find, tell, weigh and time, and claim nothing.

A word of a clinical claim has no place here: no part of the body, no degree of an illness, no substance, no person.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

_WORDS = """
    about acceptable accompany accordance according accordingly account accountable accurate accurately achieve
    acknowledge acknowledges action actual additional additionally address adequate adequately adjust administer
    administered admission admit admits admitted adverse affirm afford afterward again age aged agent agree aim
    align alike allergen allergens allow almost alongside aloud already altogether always ambulance amid amongst
    amount amounting analysis annotate announce annual another answer any anybody anyhow anyone anything anytime
    anywhere apart apparent apparently appear appeared appearing apply appointment appointments appreciable
    appreciably appreciate approach appropriate approximate approximately arise arose around arrange arrival arrive
    arrives article ascertain aside aspect assess assessed assessment assign assist associate assume attach attain
    attempt attend attended attending attributable attribute audible auscultate auscultated auscultation author
    availability available average aware background barely base baseline basically basis bears because bedside
    beforehand began begin beginning begun being believe belong belonging belongs beneath beside besides between
    beyond biochemical biochemically biochemistry bloodwork borderline bounds bout brief briefly bring broad brought
    calculate calendar call calls came capsule capsules carefully carries carry category causal cause caused causes
    causing ceiling celsius certain challenge chapter characterise characterised characteristic characterize
    characterized check chemistry chief chiefly choose chronological circa circumstance circumstances cite clarify
    class classic classical classify clearly clinic clinical clinically clinician clock closely closer clue coincide
    colleague colleagues collectively column combine combined come comes comfortably coming commenced comment common
    commonly communicate comparable compare compared compares comparing comparison compatible compile complained
    complaining complains complaint completely compose comprehensive comprise compute concept concern concerned
    concerning conclude conclusion concurrent concurrently condition conditions conduct confer confine consecutive
    consequence consequent consequently considerable considering consist consistent consistently constitute consult
    consultation consultations contact contain contemporaneous content context continue continued continues
    continuing contrast contribute contributed contributes contributing contributory convey correct correctly
    correlate correspond count counts couple coupled course create criteria criterion culminating cumulative current
    currently customary cutoff data database date deal decide deem define definite deg degree degrees demographic
    demonstrable demonstrate demonstrated denote deny department depend depict depicted derive describe describing
    description design desirable despite detail detailed detect detectable determine device diagnose diagnoses
    diagnosis diagnostic did differ difference different differential digit directly discern discernible disclose
    disclosed discover discrete discuss discussion disease disorder disorders dispense dispensed display distinct
    division doctor document documentation doing dominate dosage dose dosed doses dosing draw drawn drug drugs due
    duly duration during each earlier early easily ecg echo echoing effect effectively eg ehr either elaborate
    elapse electrocardiogram electrolyte electrolytes element elicit else elsewhere email embed emerged emergency
    emphasise emphasize employ emr encompass encounter encountered end endorse endorsed endorses enlist enough
    ensure entail enter entire entirely entity entry enumerate episode equal equally equals especially essential
    essentially established estimate estimated estimation evaluate evaluated evaluation event eventually everywhere
    evidence evidenced evidencing evident evinced exact examination examine examiner examiners example exceeded
    exceeding exceedingly exceeds except exceptionally excerpt excluding exclusively exhibit exist expect expected
    experience experienced explainable explanation explicit explicitly explore express extended extending facility
    fact factor factors fairly familiar feature features feed feel felt female few figure file film final finally
    find finding firstly flag follow form formulation forth found foundation framework full fully further gather
    gauge general generally gentleman get gets getting gist give given giving glance goal goes going gone got gp
    grade grounds group guide haematological haematology handbook handle handled happen happened hardly having he
    heading hematological hematology hence her herself highlight him himself hint his hitherto hold holds hospital
    however hypersensitivity idea ideal identical identifiable identify ie illness illustrate image imaging
    immediate immunisation immunised immunization immunized impact implication imply importance important
    importantly impression incidental incidentally including inclusive indeed independent index indicate indication
    indicator indices individual induce induced induces inference inform information informative initial initially
    initiated input inquire inside insight inspected inspection instance instead institution insufficient intake
    integral interest interesting interestingly interim interpret interpretation interval interview intolerance
    intolerant introduce investigate investigation involve issue item itemised itemized itself jab join jointly
    judge just keep keeps kept key kind know known lab label laboratory labs lady largely last lasting late lately
    later latest latter lay lead leading leads leave length lesser let letter letters level levels lifetime like
    likewise limit limits line link list listed listing lists literature lives living locate located location log
    logged long longer longstanding longterm look looked looks made mainly maintain maintenance make makes making
    male man manage managed management manifest manifestation manner marginally marked markedly marker markers match
    material matter maximum mean meaningful means meantime meanwhile measurable measure measurement medic medical
    medically medicate medication medications medicine meds mention mentions merely message messages method metric
    microbiologically mine minimal minimally minimum minus misc miss mm modest modestly moment monitor moreover
    mostly mr mrs ms name namely narrative nature near nearly need nevertheless nonetheless norm normally notable
    notably note noteworthy notice noticeable noticeably notification now nowadays nowhere number numerical nurse
    nursing objective objectively observable observation observe observer obtain obvious obviously occasion occur
    occurred occurrence office official omit once ongoing only onset onward onwards opinion option orally order
    ordered ordinary organise organize origin originate otherwise ours outcome outline outlook outpatient outside
    overall overview own oximetry page pair palpable palpate palpated palpation panel paper paragraph parallel
    parameter parameters part particular particularly partly patient pattern per perceive percentage percussed
    percussion perform performed perhaps period periodic periodically permitted persisted persists person pertaining
    pertains pertinent phase phone phrase physical physically physician picture piece pill pills place plasma plus
    point portion pose post potentially practical practically practice practitioner precede preceding precise
    precisely predominant predominantly preexisting preliminary premise preparation prepare prescribe prescribed
    prescriber prescribing prescription presence present presentation presented presenting presently primarily
    primary principal probability problem procedure process processes produce professional profile project prominent
    promptly pronounced proper properly property proportion prospect prove provide provider provoke provokes publish
    pull purpose put puts qualify quality quantify query question quite quotation quote radiograph radiographic
    radiography radiological radiologically radiologist radiology range rank rate rather ratio reach reached reaches
    reaching reaction reactions read reader readily reading real really realm reason reassuring reassuringly recall
    recalls recap recapitulate receive received receives receiving recent recently recheck rechecked recognise
    recognize recommended reconcile record recorded recount refer referable reference referral referring refers
    reflect regard regarding regardless regimen register registrar reinforce relate relates relating relation
    relationship relative relatively relay relevance relevant reliable rely remain remainder remained remaining
    remains remark remarkably remember reminder render report reportedly reporter represent representative request
    require required resource respect respective respectively respond result resultant resulting retest retrieve
    retrospect return reveal review reviewed reviewer revisit rightly role roughly route routine routinely row rule
    runs said salient sample says scale scan scenario scene schedule scheduled scheme scope score screen screening
    scrutiny search second secondly section seeing seek seem seemed segment select selection self send sends
    sensitivity sent sentence separate separately sequence serial serially series serologically serum session
    sessions set sets setting share she sheet short shortly shot show showing shown shows sign significance
    significant significantly signs similar similarly simple simply simultaneously single sited sits situated
    situation slight slightly smoothly snapshot solely some someone something sometime somewhat somewhere
    sonographically soon source space span spanning specialist specific specifically specification specify specimen
    spell staff standard standpoint stands start started state stated statement states statistic status step
    strictly striking strikingly structure study style subject subsequent subsequently substantial substantially
    subtle sufficient sufficiently suggest suitable suitably sum summarise summarize summary supplement
    supplementary support supportive suppose surgeon surpasses surpassing survey suspicion sustained symptom
    symptomatic symptoms tab table tablet tablets tabulate tag take taken takes taking tally target task team
    technical technician technique telephone tell tells tend tendency tentative term terms test testing text theirs
    theme themselves therapeutic therapy thereafter thereby therein thereof thereto thereupon thing things think
    third thirdly thorough though threshold throughout thus till time timeline timepoint timing titer title titre
    today together tone tonight took tool top topic total totaling totalling toward towards trace traceable tracing
    track transcript treat treated treatment trend trending triage trial true truly try turn turns type typical
    typically ultimate ultimately unambiguous undergo underlie underline underlying underneath understand undertake
    underwent unequivocal uneventful uniform unique unit units universal unlike until upcoming update updated upon
    upward used useful user uses using usual usually utilise utility utilize vaccinate vaccinated vaccination
    vaccine valid validate value vantage variation variety various vary verify version versus very via view
    viewpoint visible visibly visit vital viz vs want wants ward warning warrant watch way went whenever whereas
    whereby wherein whereupon wherever whichever while whilst whole wholly whom whose wide widely wish within
    witness woman word work works workup worth worthy write writing written xray yearly yesterday's yield
"""
# These in no other form: "severely raised" says how much a value differs, "severe pain" is a claim.
_EXACT = """
    affected affecting affects after again aged am away before cannot care close closely complete completely
    concentration confirm confirmed considerably covered covers cutoff distribution dramatically drastically ever
    extended extending extends extent extremely focuses following forced forces
    forcing fully greater grossly heard
    highly history largely hugely indeed into isolated larger limited lies
    lived lower marks massively medical merely mid mildly
    moderately namely nothing nurse off old only onto plain pm profoundly quickly rapidly recovered recovery ref
    reflects repeat response several severely sharply social stay stayed stays steadily steeply strongly suffered
    surgical system than tolerate tolerates unremarkable upon upper usual usually vitals weakly well x-ray
"""
# Forms of everyday words that are claims of their own.
_CLAIMS = frozenset(("raised", "raising", "rested", "resting", "staged", "discharged", "getting"))


_SHORT = 4  # letters; a shorter word is soon another one with a letter more


def _forms(word: str) -> Iterator[str]:
    """Yield a word as it is bent, never another word made of it: "report", "reported", no "reporter"."""
    yield word
    if len(word) < _SHORT:
        return
    yield from (word + "s", word + "es", word + "ed", word + "d", word + "ing", word + word[-1] + "ed")
    yield word + word[-1] + "ing"
    if word.endswith("e"):
        yield word[:-1] + "ing"
    if word.endswith("y"):
        yield from (word[:-1] + "ies", word[:-1] + "ied")


_ORDINARY = frozenset(form for word in _WORDS.split() for form in _forms(word)) | frozenset(_EXACT.split())


@lru_cache(maxsize=4096)
def ordinary(word: str) -> bool:
    """Return whether a word is an everyday one, in one of its forms."""
    plain = word.casefold().removesuffix("'s")
    return plain in _ORDINARY and plain not in _CLAIMS

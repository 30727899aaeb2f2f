"""The closed word lists of the check: what may join facts, and what no sentence may say."""

from __future__ import annotations

import re
from functools import lru_cache

from copilot.knowledge.stems import stem
from copilot.knowledge.words import normal

# Words that carry no clinical claim of their own. Every other word of a sentence must stand in its sources.
_GLUE = """
    a about above account accounts across actually add added addition additional additionally adds all along
    also although among an and another any appears are argue argues argument as ask asking associated at be
    because been being below besides beyond both but by can case chart cited clause clear clearly combination come comes
    combined compatible concern condition consider considered considering consistent could counts data
    describes described despite diagnosis documented does done due each either entry even evidence exists
    explain explained explains explanation far favour favours favor favors feature features fewer finding
    findings first fit fits fitting for found from further furthermore given gives had has have having help
    helpful helps here however if important in include includes including increases indicates information is
    it its itself joined keeping kept know known knowing lacking large lead leads learn learning least less
    likelihood likely line list listed little lower makes making many may mean measured mentioned mentions
    might missed moderate moderately more moreover most much must named namely needed neither next nor not
    note noted notes nothing notable of on one only open opposing or other others otherwise out over overall
    part partial partly patient place plausible play point pointing points possibility possible possibly
    present presence presented presents raise raises rather reason reasonable recorded record records reduce
    reduces reference referenced regarding relevant remain remaining remains report reported reports rest
    rests result results role said same say saying says second see seen set shown show showing shows side
    sign signs since single so some speak speaking speaks stand standing stands state stated states still
    strong strongly suggest suggestive suggesting suggests support supported supporting supportive supports
    supplies than that the their them then there therefore these they thing things this those though through
    thus to together too toward towards two under unknown unclear up upon use useful value was way weak
    weaker weakly weigh weighs well were what whether which while who whose with within without would worth
    yet you points direction argues picture unlikely question consistent against
    he her him his itself me my our she they us we
    absence absent denied denies deny denying free lack lacking lacks negative neither never no non none nor without
    admits alone alongside although apart arguing arguments asked assessment away back backed backing backs because
    believed brings came carries chart's charted charts cites claim comments comparable concerned confers credence deem
    deemed deserves detected disfavour disfavours documentation documenting documents elsewhere entered entertained
    evident examination exhibits expected experiences explaining explanations fact facts file fitted form furthering
    hand hence hint hints identified implies including indicate indicated indicating indication indicative inform
    judged keeps lean leaning leans lends light likelier listing logged mainly make matter matters measurement mention
    mentioning mentions merely mere namely notably noting noticed observation observed observes odds offers opposed
    opposes opposite oppose particularly per plus pointed presentation presenting probability probable probably
    pushes raised reads reading reason reasons records recording register registers relevance reporting reveals
    ruled seems setting settle sits speak spoke statement stating strengthen strengthened strengthens suggested suits
    support supporting taken taking tell telling tells thing tilt tilts tips told total toward turned undecided
    under undermine undermines used useful view viewed views weakens weighing weight whereas would
    chances chance
    level levels count measures measuring value values reading result results test tested tests found patient's
    have having underwent suffers experienced develops developed describing complains complained takes take took
    receives received prescribed uses using allergic allergy known diagnosed history past
    """
# Verbs, nouns and adverbs that weigh or join, in one form each; `joins` knows the others.
_BASES = """
    accord align agree answer attribute back bolster bear become bring buttress carry cause check clarify connect
    contradict conflict correspond corroborate dampen deserve detract determine diminish disagree discount
    do doubt find follow gather hint hold imply keep lean lend lessen line link look match militate mismatch prefer
    pull push reinforce relate sit square stay substantiate swing tie tip turn underlie undermine weaken
    unanswered unaddressed unassessed untested unexplored undetermined undocumented unrecorded unstated unmentioned
    unavailable available outstanding gap silent unspecified settle valuable informative worthwhile
    clinician physician doctor team clue pointer indicator signal element item aspect detail basis ground context
    overall scenario hypothesis differential candidate contender option alternative simply equally similarly
    think thinks thinking go goes going gone tie ties tied cast casts casting mind clinically reconcile hard easily sit
    sits add adds ask asks asking let lets see seen say says try get gets got let run runs set sets sum sums end ends
    contain contains gain gains agreement comprise involve offer show tally chime speak sound rank feature underscore
    highlight illustrate bring contribute add enter figure form lay lays lie pay pays win wins aid aids
    why how when where here there now far near
    consideration made became kept held brought borne bore draw draws drawn drew lent led meant put puts stood took
    told thought wrote written
    likewise conversely nevertheless nonetheless instead accordingly
    """
GLUE = frozenset((*_GLUE.split(), *_BASES.split())) - {"raised", "past", "history", "total", "free"}


def _own_stems() -> frozenset[str]:
    """Return the stems of the joining words, without those of a clinical meaning ("speaks" is no speech)."""
    stems = ((normal(word), stem(normal(word))) for word in GLUE)
    return frozenset(made for word, made in stems if len(made) > 3 and word.startswith(made[:-1]))


_STEMS = _own_stems()
# Another form of a joining word, and yet a claim of its own.
_CLAIMS = frozenset(
    [
        "raised",
        "increased",
        "increase",
        "increasing",
        "increasingly",
        "decreased",
        "reduced",
        "reducible",
        "lowered",
        "diminished",
        "newly",
        "weakness",
        "weakened",
        "allergies",
        "light",
        "lights",
        "testes",
        "clear",
        "cleared",
        "clearing",
        "alternate",
        "alternates",
        "alternating",
        "alternately",
        "developing",
        "conditions",
        "massive",
        "huge",
        "rest",
        "rested",
        "resting",
        "swing",
        "swinging",
        "tilt",
        "tilted",
        "tilting",
        "open",
        "opened",
        "opening",
        "openings",
        "hand",
        "hands",
        "beside",
        "association",
        "associations",
        "imported",
        "imports",
        "apartment",
        "candidal",
        "enteral",
        "helped",
        "negatively",
        "playful",
        "upright",
        "suffered",
    ]
)


@lru_cache(maxsize=4096)
def joins(word: str) -> bool:
    """Return whether a word only joins and weighs, in any of its forms: "count", "counting", "counted"."""
    if word in GLUE:
        return True
    made = stem(normal(word))
    return made in _STEMS and word.startswith(made[:-1]) and word not in _CLAIMS and word not in QUALIFIERS


STRONG = re.compile(r"\b(?:strong(?:ly)?|well supported|fits (?:this record )?well|much in this record|very likely)\b")
MODERATE = re.compile(r"\b(?:moderate(?:ly)?|partly|reasonable)\b")
WEAK = re.compile(r"\b(?:weak(?:ly|er)?|little)\b")

_SAID = "recorded|documented|stated|mentioned|asked|assessed|measured|checked|tested|available|addressed|established"
_SAYS = "say|state|mention|tell|know|record|document|address|specify|report on|comment"
_NOT_SAID = (
    rf"(?:has |have |had )?not (?:yet )?(?:been )?(?:yet )?(?:known|clear|{_SAID})|"
    rf"(?:does|do|did) not (?:yet )?(?:{_SAYS})|"
    r"says? nothing|tells? nothing|nothing is (?:said|known|recorded|documented)|"
    r"no (?:record|mention|documentation|information|data|word|entry|note) "
    r"(?:yet )?(?:of|about|on|for|whether|is|was|has)"
)
UNKNOWN = re.compile(
    rf"\b(?:{_NOT_SAID}|unknown|unclear|undetermined|undocumented|unrecorded|unstated|unmentioned|unanswered|"
    r"unaddressed|unassessed|untested|unavailable|unspecified|silent|gap|"
    r"(?:would|could|might|may) (?:help|be (?:useful|helpful|valuable|worth\w*))|"
    r"yet to be|remains? to be|needs? to be|helps? to know|worth (?:learning|asking|knowing|checking|finding)|whether|"
    r"(?:still |remains? |is |left )open\b|(?:an )?open (?:question|point|issue)|outstanding)\b"
)
AGAINST = re.compile(
    r"\b(?:against|however|conversely|on the other hand|"
    r"less (?:likely|probable|plausible|in keeping)|on the other side|unlikely|oppos\w+|lowers|"
    r"lowering|reduces|reducing|lessens?|diminish\w*|weakens?|undermin\w+|disfavou?rs?|detracts?|counter to|contrary|"
    r"argu\w+ away|(?:points?|pointing|leads?|leans?|pulls?) away|contradicts?|conflicts?|inconsistent|incompatible|"
    r"(?:does|do|did) not (?:favou?r|support|fit|suggest|match|point)|not (?:consistent|compatible|in keeping)|"
    r"away from|hard to (?:reconcile|explain|square)|(?:does|do|did) not go)\b"
)
FOR = re.compile(
    r"\b(?:support(?:s|ed|ing|ive)?|favou?r\w*|fit(?:s|ting)?|given|explain\w*|consistent|compatible|suggest\w*|"
    r"sp(?:eaks?|eaking|oke) for|same direction|rests on|possibility|point(?:s|ed|ing)? to\w*|in keeping|"
    r"raises?|raising|"
    r"increases?|increasing|more (?:likely|probable|plausible)|likelier|strengthen\w*|bolster\w*|back(?:s|ed|ing)?|"
    r"indicat\w*|argu\w+ for|in line|match\w*|evidence for|because of|accounts? for|hints? at|agrees?|reinforc\w*|"
    r"corroborat\w*|substantiat\w*|leans?|lends?)\b"
)

# Phrases whose "not" or "nothing" denies no finding.
INNOCENT = re.compile(
    rf"\b(?:must not be missed|{_NOT_SAID}|not only|"
    r"(?:does|do|did) not (?:favou?r|support|fit|suggest|match|point)|not (?:consistent|compatible|in keeping))\b",
    re.IGNORECASE,
)
# What is raised or lowered here is no value.
WEIGHING = re.compile(
    r"\b(?:raise[sd]?|increase[sd]?|lower(?:s|ed)?|reduce[sd]?|high(?:er)?|low) (?:its |the )?"
    r"(?:likelihood|probability|chances?|odds)\b"
)
PAST = re.compile(
    r"\b(?:past|previous(?:ly)?|prior|former(?:ly)?|had|was|were|until|stopped|ended|resolved|history|took|received|"
    r"completed|finished|used to|recovered|healed|once)\b",
    re.IGNORECASE,
)
MUST_NOT_MISS = re.compile(r"\bmust not be missed\b|\bcan'?t[- ]miss\b|\bdangerous\b")

CERTAIN = re.compile(
    r"\bthe diagnosis is\b|\bdiagnos(?:ed|tic|es)\b|(?<!not )(?<!yet )(?<!help )(?<!help to )\bconfirm\w*|"
    r"\bprov(?:es|en|ed)\b|\bdefinit\w*|"
    r"\bcertain(?:ly|ty)?\b|\bundoubted\w*|\bwithout (?:a )?doubt\b|\brule[sd]? out\b|\bexclude[sd]?\b|\bestablish\w*|"
    r"\bmust be\b|\bclearly has\b|\b\d+ ?% (?:likely|probab\w+|chance)\b"
)
ORDER = re.compile(
    r"\b(?:give|start|administer|prescribe|treat(?!ment of)|begin|order|stop|discontinue|inject|infuse|increase the|"
    r"refer|admit|discharge|should|recommend\w*|advise\w*|need(?:s)? to|urgently|immediately|call)\b"
)
MORE = re.compile(r"\b(?:and so on|etc|and others|and more|among other things)\b")
COMMAND = re.compile(
    r"\b(?:ignore|disregard|forget)\b.{0,40}\b(?:instruction|prompt|rule|above|previous)|"
    r"\bsystem prompt\b|\bas an ai\b",
    re.IGNORECASE,
)

# Words that turn a finding into another statement: they may not be dropped.
_QUALIFIERS = """
    family father mother sister brother grandmother grandfather son daughter aunt uncle history possible
    possibly probable suspected uncertain query past previous previously former formerly risk resolved
    unlikely planned allergy if ex- stopped hypothetical maternal paternal relative
    """
QUALIFIERS = frozenset(_QUALIFIERS.split())


def _set(words: str) -> frozenset[str]:
    """Return the words of a list."""
    return frozenset(words.split())


FORMERLY = _set(
    "past previous previously former formerly prior earlier old resolved ended stopped history completed finished "
    "discontinued"
)
DOUBT = _set(
    "possible possibly probable probably suspected suspicion uncertain unconfirmed provisional query may might could "
    "potential presumed questionable confirmed"
)
_KIN = _set(
    "family father mother sister brother grandmother grandfather son daughter aunt uncle relative maternal paternal "
    "sibling parent"
)
_ALLERGIC = _set("allergy allergic allergies reaction hypersensitivity intolerance intolerant reacts")
# What says the same as a qualifier, so that it is not left out.
ALIKE = {word: group for group in (FORMERLY | {"had"}, DOUBT, _KIN, _ALLERGIC) for word in sorted(group & QUALIFIERS)}
GOES_ON = re.compile(
    r"\b(?:currently|still|ongoing|at present|presently|is taking|continues?|at the moment|active)\b", re.IGNORECASE
)

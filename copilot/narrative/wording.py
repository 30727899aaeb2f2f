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
MODERATE = re.compile(r"\b(?:moderate(?:ly)?|partly supported|reasonable possibility)\b")
WEAK = re.compile(r"\b(?:weak(?:ly)?|little (?:support|evidence|to support))\b")

# Phrases whose "not" or "nothing" denies no finding.
_JUDGED = (
    r"ignor\w+|overlook\w*|dismiss\w*|discount\w*|disregard\w*|be missed|forget|forgotten|neglect\w*|exclud\w+|"
    r"(?:be )?rul(?:e|ed|ing) (?:it |this |that )?out|convinc\w+|persuad\w+|surpris\w+|sit|fit|fits|fitting|go|"
    r"square|tally|"
    r"match\w*|expect\w*|anticipat\w+|favou?r\w*|support\w*|suggest\w*|point(?:ing)?|explain\w*|account|agree|align|"
    r"accord|"
    r"help|add|speak|argue|consistent|compatible|in keeping|typical\w*|characteristic|classic\w*|conclusive|diagnostic|"
    r"specific|pathognomonic|unusual|uncommon|out of place|far-fetched|what (?:one|you|we|i)|one would|jibe|make|"
    r"able|possible|"
    r"until|unlikely|implausible|impossible|incompatible|inconsistent|certain|clear|sure|prove|confirm\w*|"
    r"establish\w*|known?|"
    r"awaited|tell|say|comment\w*|specif\w+|clarif\w+|document whether|record whether|mention"
)
_SOFTENS = (
    r"be|been|to|want|wish|really|quite|entirely|wholly|fully|completely|altogether|particularly|typically|usually|"
    r"necessarily|generally|yet|always|itself|own|very|so|easily|readily|simply|just|well|best|strictly|especially|"
    r"exactly|"
    r"normally|ordinarily|immediately|otherwise|all|that"
)
# Phrases whose "not" or "nothing" denies no finding: it belongs to a word that judges, or to one of the record.
INNOCENT = re.compile(
    r"\b(?:must not be missed|not only|not least|nothing but|no doubt|no wonder|"
    rf"(?:not|never|cannot|hardly) (?:(?:{_SOFTENS}) ){{0,3}}?(?:{_JUDGED}))\b",
    re.IGNORECASE,
)
_RANKED = (
    r"(?:likelihood|probability|chances?|odds|suspicion|concern|plausibility|list|differential|ranking|question|"
    r"possibility|priority|uncertainty|confidence|case)"
)
_BETWEEN = r"(?:(?!xstatementx)[\w'-]+ ){0,4}?"
# What is raised or lowered here is no value: "raises the suspicion", "high on the list".
WEIGHING = re.compile(
    rf"\b(?:rais(?:e|es|ed|ing)|increas(?:e|es|ed|ing)|lower(?:s|ed|ing)?|reduc(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|"
    rf"drop(?:s|ped)?|high(?:er|est)?|low(?:er|est)?|up|down|above|below) {_BETWEEN}{_RANKED}\b|"
    r"\blos(?:es?|ing|t) (?:some |much |a little |a lot )?(?:of )?(?:its |his |her )?(?:ground|appeal|force|weight|"
    r"credibility|"
    r"attraction|support|favour|plausibility)\b|"
    rf"\b(?:questions?|possibility|suspicion|concerns?|issues?|points?|matter)\b(?: (?:of|about|has|have|had|been|"
    rf"not|never|yet|so|far|"
    rf"is|was|were|xstatementx))* raised\b",
    re.IGNORECASE,
)
THIS_SPAN = re.compile(r"\b(?:this|that|the|same) (?:year|month|week|day)\b(?! (?:before|after))")
# Parts of the body, colours and illness in a manner of speaking.
IDIOM = re.compile(
    r"\b(?:(?:catch(?:es)?|caught|strikes?|struck|keep|with|to) (?:the|an|my|one's|our) (?:mind's )?eyes?|"
    r"eye[- ]catching|at (?:first )?sight|"
    r"(?:has|have|had) left (?:him|her|them|the patient)|"
    r"at heart|at hand|to hand|(?:on|in) (?:the )?(?:one|other) hand|hand in hand|(?:on|in) the face of(?: it)?|"
    r"face value|"
    r"(?:in|at) the back of (?:my|our|one's) mind|gut feeling|rings? (?:true|a bell)|heart of the matter|rule of thumb|"
    r"red (?:flag|herring)s?|gr[ae]y area|blind spot|dead end|sore point|pinch of salt|food for thought|short of|"
    r"raises? (?:an )?eyebrows?|legs? to stand on|arm's length|points? the finger|backbone of|in the dark|light of day|"
    r"hard to swallow|head start|come to (?:a )?head|mouth of)\b"
)
# How much a point weighs.
WEIGHT = re.compile(
    r"\b(?:mild(?:ly)?|minor|small|slight|little|weak|soft|modest|moderate|strong|big|major|large|great|positive|"
    r"negative|"
    r"severe|serious|central|sharp) "
    r"(?:point|argument|hint|clue|contribution|part|piece|extent|degree|doubt|difference|role|way|measure|caveat|"
    r"pointer|"
    r"signal|evidence|support|factor|reason|mark|vote|tick|strike|feature|element|indication|suspicion|case|fit|match|"
    r"consideration|question|concern|reservation|contrast|counter\w*|against|discrepancy|mismatch)s?\b",
    re.IGNORECASE,
)
PAST = re.compile(
    r"\b(?:past|previous(?:ly)?|prior|former(?:ly)?|had|was|were|until|stopped|ended|resolved|history|took|received|"
    r"completed|finished|used to|recovered|healed|once|settled|cleared|back in|gone|discontinued|ceased|"
    r"in (?:[a-z]+ )?(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
MUST_NOT_MISS = re.compile(r"\bmust not be missed\b|\bcan'?t[- ]miss\b|\bdangerous\b")

CERTAIN = re.compile(
    r"\bthe diagnosis is\b|\bdiagnos(?:ed|tic of|es)\b|(?<!help )(?<!help to )\bconfirm\w*|"
    r"\bprov(?:es|en|ed)\b(?! (?:informative|useful|helpful|worth))|\bdefinit\w*|\bcertainty\b|"
    r"\bcertain\b(?! (?:amount|degree|extent|kind|type|features?|findings?|points?|aspects?|elements?|weight))|"
    r"\bcertainly (?:(?:has|is|suffers|due|caused|this|the|a|an|had) |$)|\bundoubted\w*|\bwithout (?:a )?doubt\b|"
    r"\brule[sd]? out\b|\bexclude[sd]?\b|\bestablish\w*|\bclearly has\b|\b\d+ ?% (?:likely|probab\w+|chance)\b|"
    r"\bmust be\b(?! (?:\w+ly )?(?:said|noted|mentioned|admitted|remembered|acknowledged|stressed|considered|borne|"
    r"weighed|read|"
    r"seen|taken|kept|added|conceded|emphasi[sz]ed|asked|checked|missed|clarified|set|put|viewed|interpreted|"
    r"treated with))"
)
# What stands before a word of certainty and takes it back.
UNSURE = re.compile(
    r"\b(?:not|no|never|cannot|can neither|nor|without|yet|hardly|unable|until|unless|if|whether|to|would|could|"
    r"might|may|help|"
    r"un\w+|far from|short of|before)(?: [\w'-]+){0,3} $"
)
ORDER = re.compile(
    r"\b(?:give(?! (?:\w+ )?(?:support|weight|reason|pause|little|rise|force|strength))|"
    r"(?<!the )start(?! dates?\b)|administer|prescribe|treat(?!ment of)|begin|order|stop|discontinue|inject|infuse|"
    r"increase the (?!likelihood|probability|chance|odds|suspicion|concern|plausibility|possibility)|"
    r"refer|admit(?! that)|discharge|(?<!than he )(?<!than it )(?<!than she )should(?! (?:\w+ )?(?:be (?:\w+ )?"
    r"(?:noted|flagged|kept|borne|mention\w*|acknowledge\w*|consider\w*|remember\w*|stress\w*|highlight\w*|emphasi\w*|"
    r"point\w*|said|"
    r"taken|viewed|interpret\w*|regard\w*|read|seen|weighed|added)|keep in mind|bear in mind|think of|"
    r"not (?:be (?:over|ignored)|forget|ignore|overlook|dismiss)))|recommend\w*|advise\w*|need(?:s)? to|urgently|"
    r"immediately|call)\b"
)
INQUIRY = re.compile(r"\b(?:should|recommend\w*|advis\w+|needs? to|need|must)\b")
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
ALLERGIC = _set("allergy allergic allergies reaction hypersensitivity intolerance intolerant react reacts reacted")
# What says the same as a qualifier, so that it is not left out.
ALIKE = {word: group for group in (FORMERLY | {"had"}, DOUBT, _KIN, ALLERGIC) for word in sorted(group & QUALIFIERS)}
GOES_ON = re.compile(
    r"(?<!formerly )(?<!not )\b(?:currently|still|ongoing|at present|presently|is taking|continues?|at the moment|"
    r"active|current)\b",
    re.IGNORECASE,
)

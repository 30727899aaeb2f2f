"""On which side the words around a finding put it: for the condition, against it, or not known.

Words that weigh are read with what denies them near by ("does not fit"). What a person would want to know is told by a
word of knowing (record, ask, tell) with one of lacking, or by a wish; a finding that was only "not seen" is denied.
"""

from __future__ import annotations

import re
from functools import lru_cache

from copilot.narrative.brief import Stand

_LACKS = (
    r"\b(?:no|not|non|never|nil|none|nothing|nobody|nowhere|neither|nor|cannot|unable|yet|lack(?:s|ing)?|missing|miss|"
    r"without|insufficient|absent|absence|still|awaiting|remains?|too little|hardly|unrevealing|silent|gap|"
    r"impossible)\b"
)
# Not said of anything: with a lack, nobody knows.
_TELLS = (
    r"\b(?:know\w*|knew|clear|clarif\w+|record(?:ed|s|ing)?|document\w*|mention\w*|stat(?:e|es|ed|ement|ements|us)|"
    r"ask\w*|"
    r"assess\w*|address\w*|establish\w*|determin\w+|ascertain\w*|comment\w*|describ\w+|specif(?:y|ies|ied)|explor\w+|"
    r"evaluat\w+|investigat\w+|examined|checked|tested|measured|looked (?:for|into|at)|sought|considered|discussed|"
    r"raised|"
    r"settled?|answer\w*|enquir\w+|inquir\w+|conclude\w*|(?:in)?formation\w*|info|data|details?|clue as to|"
    r"word (?:on|about)|"
    r"entry|say|says|said|tells?|told|written|noted|possible to|in a position|available|decide\w*|judge\w*|pursued|"
    r"screened|listed|captured|reported|given|covered|touched|charted|verif\w+)\b"
)
# What was looked for and not there is denied, unless the words say that they are about the record.
_ABOUT = (
    r"\b(?:find|found|see|seen|trace|evidence|reference|sign|note|notes|record|records|chart|file|documents?|data|"
    r"papers|"
    r"letters?|history|nothing|anything|information\w*|info|statements?|details?|words?|comments?|mention|entry|"
    r"entries|"
    r"documentation|knowledge|report|reports)\b.{0,40}?\b(?:about|on|regarding|concerning|as to|of whether|whether|"
    r"whatever on|"
    r"relating to|with regard to|in respect of|respecting|covering|addressing|mentioning|either way|one way or)\b"
)
_ASKS = (
    r"\b(?:whether|if (?:there|the|he|she|they|it|any|anyone)|unknown|unclear|uncertain whether|undetermined|"
    r"undocumented|"
    r"unrecorded|unrevealing|uninformative|unstated|unmentioned|unanswered|unaddressed|unassessed|untested|"
    r"unexplored|unavailable|unspecified|"
    r"pending|outstanding|tbc|awaited|open (?:question|point|issue|item)|(?:is|are|remains?|left?|leaves?|still|"
    r"stays?) open|"
    r"to (?:clarify|find out|be clarified|be determined|be confirmed|be seen|be asked|be checked|be established|"
    r"be assessed|"
    r"check|ask|chase|establish|enquire|look for)|remains? to be|yet to|needs? to be|worth (?:\w+ing)|helps? to know|"
    r"silent|(?:an?|the|one|some) gaps?|question mark|anyone's guess)\b|^\W*\?|\?\s*(?:xstatementx)"
)
_WISHES = (
    r"\b(?:would|could|might|may|should|must|need|needs|want|wants|ought|please|perhaps|let us|let's|try|important|"
    r"useful|"
    r"helpful|worth|advisable|good|next)\b.{0,60}?"
    r"\b(?:help|helps|helpful|useful|beneficial|valuable|of value|informative|worth\w*|ask|asking|asked|clarif\w+|know|"
    r"learn|find out|nail down|pin down|check|checking|chase|look (?:for|into|out for|at)|looking (?:for|into)|"
    r"enquir\w+|"
    r"inquir\w+|obtain\w*|establish|shed (?:\w+ )?light|see if|sort out|settle|explor\w+|investigat\w+|information|"
    r"advance|"
    r"follow up|test for|determine|ascertain|verify|tell us|give an answer)\b"
)
_NAMES = (
    rf"{_LACKS} (?:references?|allusions?|mentions?|statements?|records?|comments?|notes?|entry|"
    rf"entries|words?|"
    r"details?|documentation|account|information\w*|data|reports?|remarks?|indication) (?:\w+ )?"
    r"(?:of|to|about|on|for|regarding|concerning|as to|with regard to|in respect of|whether)\b"
)
_UNKNOWN = re.compile(
    rf"{_LACKS}.{{0,60}}?{_TELLS}|{_TELLS}.{{0,60}}?{_LACKS}|{_LACKS}.{{0,40}}?{_ABOUT}|{_NAMES}|{_ASKS}|{_WISHES}"
)
# Where nothing speaks for the condition, one such word is enough.
_LACKING = re.compile(
    rf"{_LACKS}|{_ASKS}|\b(?:in the dark|unanswered|questions?|find out|hear more|learn more|more about|know more|"
    rf"clarif\w+|ask|"
    r"enquir\w+|inquir\w+|check|chase|look(?:ed|ing)? (?:for|into)|would (?:like|want|wish)|unsettled|undecided|"
    r"blank|await\w*)\b"
)
_DENIES = re.compile(
    r"\b(?:no|not|without|absence of|lack of|denie[sd]|never|absent)"
    r"(?: (?:any|a|an|the|clear|definite|have|has|had|shows?|see|evidence of|signs? of|history of|known))* xstatementx|"
    r"xstatementx[^.;,]{0,20}\b(?:absent|denied|negative|(?:not|never) (?:\w+ )?(?:present|seen|found|detected|"
    r"observed|there)"
    r"\b(?! (?:anywhere|in (?:the|this))))\b"
)
# Here a lack is said of the record or of nobody's asking: a finding is told as not known, whichever way it is weighed.
_PLAINLY_UNKNOWN = re.compile(
    r"\b(?:(?:has |have |had |is |are |was |were )?not (?:yet )?(?:been )?(?:yet )?(?:known|clear|recorded|"
    r"documented|stated|"
    r"mentioned|asked|assessed|checked|tested|addressed|established|evaluated)|"
    r"(?:does|do|did) not (?:yet )?(?:say|state|mention|tell|know|record|document|address|specify|report on|comment)|"
    r"says? nothing|tells? nothing|nothing is (?:said|known|recorded|documented)|not known whether|"
    r"no (?:record|mention|documentation|information|data|word|entry|note) (?:yet )?(?:of|about|on|for|whether|is|"
    r"was|has)|"
    r"unknown|unclear|undetermined|undocumented|unrecorded|unstated|unmentioned|unanswered|unaddressed|unassessed|"
    r"untested|"
    r"unavailable|unspecified|silent|yet to be|remains? to be|helps? to know|"
    r"whether (?:(?!xconditionx)\w+ ){0,4}xstatementx|"
    r"(?:would|could|might|may) (?:help|be (?:useful|helpful|valuable|worth\w*))|(?:an )?open (?:question|point|"
    r"issue))\b"
)
# Words that weigh: what speaks for the condition where nothing denies it, else against; and what speaks against.
_WEIGHS = re.compile(
    r"\b(?:support(?:s|ed|ing|ive)?|counts? (?:for|towards?)|"
    r"in favou?r|favou?r(?:s|ed|ing)?|fit(?:s|ted|ting)?|consistent|compatible|"
    r"suggest\w*|"
    r"sp(?:eaks?|eaking|oke) for|points? (?:to|towards?|in the direction)|pointing (?:to|towards?)|in keeping|"
    r"keeping with|"
    r"explain(?:s|ed)?|match(?:es|ed)?|evidence for|argu(?:es?|ing) for|in line|align(?:s|ed)?|accords?|agrees?|"
    r"(?:more|rather|quite|most|very|increasingly) (?:likely|probable|plausible|convincing)|likelier|strengthen\w*|"
    r"bolster\w*|reinforc\w*|corroborat\w*|substantiat\w*|typical|characteristic|indicative|tall(?:y|ies)|squares?|"
    r"goes? (?:well )?with|(?:raises?|raising|increases?|increasing) (?:the |its |my |our |his |her )?(?:\w+ )?"
    r"(?:likelihood|probability|odds|chances?|suspicion|concern)|expect(?:s|ed)?|anticipate[sd]?|persuade[sd]?|"
    r"convinc\w+|see with|go with|make a case)\b"
)
_AGAINST = re.compile(
    r"\b(?:(?:push|bring|drive|take|pull)(?:es|s) (?:\w+ ){1,6}down\b|"
    r"against(?! (?:\w+ ){0,2}?\d)|"
    r"however|conversely|contra|con|on the other (?:hand|side)|on the contrary|"
    r"(?:less|not (?:so|that|as)) well|"
    r"less (?:\w+ )?(?:likely|probable|plausible|typical|convincing|in keeping|suggestive|for|thinkable|persuaded|"
    r"of a concern|"
    r"attractive|certain|compelling|credible|tenable|conceivable)|unlikely|improbable|implausible|unconvincing|"
    r"untypical|atypical|"
    r"oppos(?:es?|ed|ing)|(?:lowers|lower(?= (?:the|its|my|our|his|her|this|that|any|suspicion|likelihood))|"
    r"lowering|reduces?|reducing|lessens?|decreases?|diminish\w*|tempers?) |"
    r"weakens?|undermin\w+|disfavou?rs?|detracts?|counter(?:s|argument\w*)? |contrary|argu\w+ away|"
    r"(?:points?|pointing|leads?|leans?|pulls?|steers?) away|contradict\w*|conflict\w*|inconsistent|incompatible|"
    r"away from|"
    r"(?:hard(?:er)?|difficult|awkward|tough|tricky) to (?!ignore|think of|overlook|dismiss|discount|disregard|"
    r"forget|miss|"
    r"escape|avoid|deny)|awkwardly|poorly|badly|tough sell|stretch|doubt\w*|"
    r"casts|down (?:the|my|our|his|her) list|lower (?:on|down)|unusual|uncommon|unexpected|fails? to|odd|surpris\w+|"
    r"(?:something|someone|somewhere) else|elsewhere|otherwise|other than xconditionx|the (?:opposite|reverse)|"
    r"alternative|"
    r"(?:an)?other (?:condition|cause|diagnosis|explanation|illness))\b"
)
# In front of what speaks against these turn it round: "does not contradict", "little doubt".
_TURNED = re.compile(
    r"\b(?:no|not|never|hardly|nothing|without|cannot)(?: (?:to|be|any|a|an|reason|really|speak|argue|point|count|much|"
    r"grounds|for|at all|necessarily))* ?$"
)
_SMALL_DOUBT = re.compile(r"little doubt")
_NOT = re.compile(
    r"\b(?:no|not|never|hardly|scarcely|barely|rarely|seldom|neither|nor|without|cannot|little to|less|lacks?|least)\b"
    r"(?:[ -]+(?!xstatementx)[\w']+){0,5}[ -]+$"
)
# These alone contradict nothing: much is "given" or "possible" in a sentence that speaks against.
_LEANS = re.compile(
    r"\b(?:given|possibility|possible|because of|due to|accounts? for|hints?|leans?|lends?|back(?:s|ed|ing)|"
    r"indicat\w*|raises?|"
    r"raising|rests on|same direction|clue|feature of|sign of|recogni[sz]ed|associated|concern(?:s|ing|ed)?|worr\w+|"
    r"suspicio\w+|attribut\w+|think of|consider\w*|list|likely|probable|plausible|pro|towards?)\b"
)
_CLEAN = re.compile(
    r"must not be missed|not only|(?:upper|lower) (?:reference )?(?:limit|bound|end)|"
    r"(?:presence or absence|absence or presence) of|"
    r"(?:should|must|cannot|do|would) not (?:be )?(?:miss|missed|ignored?|overlook(?:ed)?|forget|forgotten)|cannot be "
    r"(?:missed|ignored|overlooked)"
)


def placed(around: str, own: Stand) -> Stand | None:
    """Return on which side words put a finding that stands on its `own` side; None where they do not say.

    Where words can be read in two ways, the reading that agrees is taken: a fault is told only where none does.
    """
    around = _put(around)
    if own is Stand.UNKNOWN and asks(around):
        return own
    found = _weighed(around)
    if own in found or (own is Stand.FOR and not found and not asks(around) and _LEANS.search(around)):
        return own
    if not found and own is not Stand.UNKNOWN and _PLAINLY_UNKNOWN.search(around):
        return Stand.UNKNOWN
    return next(iter(found), None)


def _put(around: str) -> str:
    """Return words with single spaces and without what neither weighs nor denies."""
    return " ".join(_CLEAN.sub(" ", around).split())


def frame_of(around: str) -> Stand | None:
    """Return on which side words put something, whatever it is."""
    around = _put(around)
    if _PLAINLY_UNKNOWN.search(around):
        return Stand.UNKNOWN
    found = _weighed(around)
    if Stand.AGAINST in found:
        return Stand.AGAINST
    return Stand.FOR if found or _LEANS.search(around) else None


@lru_cache(maxsize=4096)
def asks(around: str) -> bool:
    """Return whether words tell of something that is not known, or that one would want to know."""
    if _DENIES.search(around):
        return False
    lacking = _LACKING.search(around) is not None and Stand.FOR not in _weighed(around)
    return lacking or _UNKNOWN.search(around) is not None


@lru_cache(maxsize=4096)
def _weighed(around: str) -> frozenset[Stand]:
    """Return for and against, as far as words can be read so."""
    found = {Stand.AGAINST if _NOT.search(around[: one.start()]) else Stand.FOR for one in _WEIGHS.finditer(around)}
    for one in _AGAINST.finditer(around):
        found.add(
            Stand.FOR
            if _TURNED.search(around[: one.start()]) or _SMALL_DOUBT.match(around[one.start() - 7 :])
            else Stand.AGAINST
        )
    return frozenset(found)


def weighs_at(around: str) -> int | None:
    """Return where the words begin that weigh, or None."""
    found = [one.start() for one in (_WEIGHS.search(around), _AGAINST.search(around)) if one]
    return min(found, default=None)

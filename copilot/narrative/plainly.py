"""Words in one spelling, so that a sentence and what it cites can be held against each other.

Numbers stand in digits, units in one form, how often a medicine is taken as a number with a unit, contractions
and late denials ("fever was not seen") in full, and every thing under one name.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from functools import lru_cache

from copilot.narrative.synonyms import in_one_name

_FOLDED = str.maketrans({
    "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u00d7": "x", "\u2019": "'", "\u2018": "'", "\u201c": '"',
    "\u201d": '"', "\u00b5": "u", "\u03bc": "u", "\u2212": "-", "\u00b2": "2", "\u00b3": "3",
})  # fmt: skip
_RAISED = str.maketrans("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "0123456789")
_POWER = re.compile("(?<=10)([\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+)")
_SMALL = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
"""
_ONES = _SMALL.split()
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_NUMBERS = {word: n for n, word in enumerate(_ONES)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_MONTHS = "|".join(f"{name}|{name[:3]}" for name in calendar.month_name[1:])
_DAY_OF = r"(\d{1,2})(?:st|nd|rd|th)?"
_FOUND = (
    "found|seen|detected|present|heard|observed|identified|reported|noted|visible|evident|felt|palpable|elicited"
    "|described"
)
_SIDED = (
    "(?:(?:upper|lower|inner|outer) )?(?:eye|ear|calf|leg|arm|hip|knee|shoulder|temporal|temple|lung|lobe|side|sided|"
    "foot|hand|"
    "wrist|ankle|breast|flank|iliac|kidney|base|basal|chest|axilla|groin|elbow|thigh|face|testis|quadrant|limb|loin)"
)
_SPANS = "seconds?|minutes?|hours?|days?|weeks?|months?|years?"
# "One" counts only before what can be counted: "one of her sisters", "in one eye" say no number.
_SPELT = re.compile(
    rf"\b(?P<tens>{'|'.join(_TENS)})[- ](?P<ones>{'|'.join(_ONES[1:10])})\b"
    rf"|\bone(?=[- ](?:tablet|capsule|puff|dose|times?|{_SPANS})\b)"
    rf"|\b(?:{'|'.join(word for word in _NUMBERS if word != 'one')})\b",
    re.IGNORECASE,
)
_DAY, _WEEK = r"daily|(?:a |per |each |every |/ ?)day", r"weekly|(?:a |per |each |every |/ ?)week"
_OFTEN = re.compile(
    rf"(?:\b(?:(?P<count>\d+)(?: times| x|x)|(?P<word>once|twice))[ -])?"
    rf"(?<![\w-])(?:(?P<day>{_DAY})|(?P<week>{_WEEK}))\b",
    re.IGNORECASE,
)
_LATIN = {"od": 1, "qd": 1, "bid": 2, "bd": 2, "tid": 3, "tds": 3, "qid": 4, "qds": 4}
_LATIN_OFTEN = re.compile(
    r"(?<=\s)(?:b\.?i\.?d|t\.?i\.?d|q\.?i\.?d|o\.?d|q\.?d|bd|tds|qds)\b\.?|\bevery (?P<hours>6|8|12|24) ?h(?:ours)?\b",
    re.IGNORECASE,
)


# What a writer counts of what he tells: no number of the record.
_COUNTED = (
    "findings|points|features|facts|observations|results|arguments|signs|things|values|details|answers|numbers|figures|"
    "items|lines|samples|readings|measurements|tests|entries|questions|markers|considerations|reasons|elements|aspects"
)
_TALLY = re.compile(rf"\b(?:two|three|four|five)(?= (?:[\w-]+ ){{0,3}}(?:{_COUNTED})\b)", re.IGNORECASE)
_NEARLY = "more than|almost|nearly|about|roughly|approximately|over"
_MULTIPLES = {"doubled": "risen{} 2", "tripled": "risen{} 3", "quadrupled": "risen{} 4", "halved": "fallen{} 2"}


def _multiplied(found: re.Match[str]) -> str:
    """Return a multiple in digits: "more than doubled" is "risen more than 2 times"."""
    hedge = f" {found.group(1).strip()}" if found.group(1) else ""
    return f"{_MULTIPLES[found.group(2).casefold()].format(hedge)} times"


def _fold(found: re.Match[str]) -> str:
    """Return a multiple in digits: "tenfold" is "10 times"."""
    return f"{_NUMBERS[found.group(1).casefold()]} times"


def _clock(found: re.Match[str]) -> str:
    """Return a time of day in digits: "half past 4" is "4:30"."""
    said, way, hour = found.group(1).casefold(), found.group(2).casefold(), int(found.group(3))
    minutes = {"half": 30, "quarter": 15}.get(said) or int(said)
    if hour > 12 or minutes > 30:
        return found.group()
    hour, minutes = (hour, minutes) if way == "past" else ((hour + 10) % 12 + 1, 60 - minutes)
    return f"{hour}:{minutes:02}"


_REPLACED: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (r"\bcan'?t\b|\bcan not\b", "cannot"),
        (r"\b(\w+)n't\b", r"\1 not"),
        (r"(?<=\d),(?=\d{3}\b)", ""),
        (r"\bnil\b(?! (?:documented|recorded|known|noted|mentioned|written))", "no"),
        (rf"\b(?-i:R)(?: side)? (?={_SIDED})", "right "),
        (rf"\b(?-i:L)(?: side)? (?={_SIDED})", "left "),
        (r"\b(?-i:K)\+?(?= ?(?:of |at |is |was )?\d)", "potassium"),
        (r"\b(?-i:Na)\+?(?= ?(?:of |at |is |was )?\d)", "sodium"),
        (r"\b(?-i:Ca)(?:2\+)?(?= ?(?:of |at |is |was )?\d)", "calcium"),
        (r"\bbloods\b|\b(?:full |complete )?blood (?:counts?|panel)\b", "tests"),
        (r"\b(?:nail|pin|narrow|break|track|boil)(?:s|ed|ing)? (it |this |that )?down\b", r"settle \1"),
        (
            (
                r"\bunable to (?=determin|say|tell|establish|ascertain|find|conclude|comment|confirm|exclude|rule|"
                r"judge|assess|answer|see)"
            ),
            "cannot ",
        ),
        (
            (
                r"\b(adds?|adding|added|lends?|lending|lent|carr(?:y|ies)|gives?|giving|puts?|some|further|more|little|"
                r"extra|much|"
                r"additional|considerable|any|full) weight\b(?! (?:loss|gain))"
            ),
            r"\1 support",
        ),
        (r"\bweight of (?:the )?(?=evidence|argument)", ""),
        (
            (
                r"\bfall(?:s|ing)? (?:an? \w+ |just |well |slightly |somewhat )?(?=(?:with)?in |outside |below |above |"
                r"under |into |short)"
            ),
            "lies ",
        ),
        (r"\b(?:gave|giv(?:en|ing)|has given) up\b|\bquit\b", "formerly"),
        (r"\bshort of (?=(?:the |its )?(?:lower|normal|reference|limit|range))", "below "),
        (r"\b(\d+) and a half\b", r"\1.5"),
        (r"\b(?:the |a )?(?:past |last )?fortnight\b", "2 weeks"),
        (r"\bun(?=raised|elevated)", "not "),
        (r"\ban hour and a half\b", "90 minutes"),
        (r"\bhalf an hour\b", "30 minutes"),
        (r"\bfamily history is positive for\b", "family history of"),
        (r"\b(\d+ (?:days?|weeks?)),? out of (?:every )?(?=\d)", r"\1 of "),
        (r"\bdouble (?=(?:the |its )?(?:upper|normal|reference|limit))", "2 times "),
        (r"\brange (?:that )?(?:ends|stops) at\b", "range up to"),
        (r"\bceiling\b", "upper limit"),
        (r"\bfloor (?=of \d)", "lower limit "),
        (r"\bchest (?=x-?rays?\b|film|radiograph|imaging|ct\b|scan)", ""),
        (r"\b(?:abstinent|abstinence|abstaining|abstains) from alcohol\b|\bteetotal\b", "no alcohol"),
        (r"\b(?:high|low)[- ]normal\b", "normal"),
        (r"\bnot positive\b", "negative"),
        (r"\bnot negative\b", "positive"),
        (
            (
                rf"(?<=\ball )\d\b(?! (?:times|doses))|(?<![\d.])\d (?=(?:\w+ )?(?:{_COUNTED})\b"
                r"|of (?:these|those|which|them)\b)"
            ),
            "",
        ),
        (
            (
                r"(?<=\bat )(half|quarter|5|10|20|25) (past|to) (\d\d?)\b"
                r"(?! ?(?:mg|g|mm|cm|%|/|[.\d]|times|weeks|days|months|years))"
            ),
            _clock,
        ),
        (r"\bhalf a year\b", "6 months"),
        (rf"\b(about|within|roughly|nearly|almost|over|than|last|past) an? (?={_SPANS})", r"\1 1 "),
        (rf"\ban? (?=(?:{_SPANS}) (?:ago|before|earlier)\b)", "1 "),
        (r"\b(?:as required|(?:when|if) (?:needed|required|necessary)|on demand|prn|p\.r\.n\.)(?!\w)", "as needed"),
        (r"\b(?:every|each|at) (?:night|bedtime)\b|\bnightly\b|\bnocte\b", "at night"),
        (r"\bon (?:one|a single) occasion\b|\bon 1 occasion\b", "once"),
        (r"\bon (\d+) occasions\b", r"\1 times"),
        (r"\btwice\b(?! (?:daily|weekly|a|per|each|every)\b|-)", "2 times"),
        (r"\bno longer\b", "formerly"),
        (r"\b(?:no|not) (?:more|less|fewer) than\b|\bat (?:most|least)\b|\bnot only\b", " "),
        (r"\brather than\b|\binstead of\b", "not"),
        (r"\bafebrile\b|\bapyrexial\b", "no fever"),
        (r"\b(\d+ (?:days|weeks|months)) old\b(?! (?:baby|infant|boy|girl|child|male|female))", r"\1"),
        (r"\b(?:one|1) time (?=daily|a day|per day|each day)", "once "),
        (r"\b(?:is|are|was|were) negated\b", "was absent"),
        (r"\b(?:is|are|was|were) not (?:there|to be (?:found|seen|heard))\b", "was absent"),
        (rf"\b(?:could|can|might) not be (?:{_FOUND})\b", "was absent"),
        (r"\b(?:until|till|up to|as of) (?:today|now|the present)\b", "so far"),
        (r"\b(?:did|does) not (?:take place|occur|happen|exist)\b", "was absent"),
        (rf"\b(if|whether)\b([^.;\[]*?) not (?:{_FOUND})\b", r"\1\2 not recorded"),
        (
            r"\b(?:over|beyond) (?:the |its )?(?=norm\b|(?:upper |lower |normal )?(?:reference|limit|range))",
            "above the ",
        ),
        (r"\b(?:the |its )?norm\b", "the range"),
        (
            (
                rf"\b(?:is|are|was|were|has been|have been|had been) not (?:{_FOUND})\b(?! (?:anywhere|in (?:the|this|"
                rf"these)))"
            ),
            "was absent",
        ),
        (r"\b(?:degrees? celsius|degrees? c|deg\.? c|celsius)\b", "\u00b0C"),
        (r"\b(?:degrees? fahrenheit|degrees? f|deg\.? f|fahrenheit)\b", "\u00b0F"),
        (r" ?\b(?:(?:heart)?beats? |breaths? |respirations? |times )?(?:per|a|each) min(?:ute)?\b", " /min"),
        (r" ?\b(?:(?:heart)?beats?|breaths?) ?/ ?min(?:ute)?\b|(?<=\d) ?bpm\b", " /min"),
        (r"\bweigh(?:s|ed|ing)? (?=(?:[a-z]+ )?\d)", "body weight "),
        (r"\baches\b", "ache"),
        (r"\bper ?cent\b", "%"),
        (r"\bmm ?/ ?hr?\b|\bmm (?:per|in the first) hour\b", "mm/h"),
        (r"\bmm ?\(?hg\)?(?!\w)", "mmHg"),
        (r"(?<=\d) ?(?:x ?)?10 ?(?:\^|\*\*?|e) ?(\d+) ?/ ?(l|ul|mm3|mcl)\b", r" 10*\1/\2"),
        (r"\bml/min/1[.,]73 ?m(?:\^|\*)?2?", "mL/min/1.73m2"),
        (r"\bml/min\b(?!/)", "mL/min/1.73m2"),
        (r"\bkg/m(?:\^|\*)2", "kg/m2"),
        (r"\bmilligrams?\b", "mg"),
        (r"\bmicrograms?\b|\bmcgs?\b", "mcg"),
        (r"(?<=ug/L) feu\b", ""),
        (
            (
                r"\b(left|right)(?: side)? (?:>|(?:greater|larger|more|worse|stronger|bigger) than) (?:the )?(?:left|"
                r"right)\b"
            ),
            r"\1 predominant",
        ),
        (r"\bblood (?=tests?\b|work\b|results?\b|samples?\b)", ""),
        (rf"\b((?:{_NEARLY}) )?(doubled|tripled|quadrupled|halved)\b", _multiplied),
        (r"\brisk factors?\b", "factors"),
        (r"\b(for|of|after) an? (?=(?:day|week|month|year|hour|minute)\b)", r"\1 1 "),
        (r"\bi\.e\.?,?|\be\.g\.?,?", " "),
        (r"\bnot known to (?:have|be|suffer from)\b", "without"),
        (r"\bbilaterally\b", "bilateral"),
        (r"\b(today|yesterday)'s\b", r"\1"),
        (r"\bbreath(?:es|ing) (?:at )?(?=(?:about )?\d)", "respiratory rate "),
        (r"\b(mid|early|late)-(?=(?:19|20)\d\d\b)", r"\1 "),
        (r"\bcut-off\b", "cutoff"),
        (r"\bworst (?=at|in the|when|on|with|after|during)\b", "worse "),
        (r"\b(?:nobody|no one|no-one) (?:record|report|note|mention|describe|see|document)(?:s|d|ed)?\b", "no"),
        (r"\b(?:below|under) (?:the |its )?upper\b", "not above the upper"),
        (r"\babove (?:the |its )?lower\b", "not below the lower"),
        (r"\b(above|below) (?:the )?normal\b", r"\1 the range"),
        (r"\bregular (?=medic|drug|treatment|meds\b|tablet|pill|prescription)", ""),
        (r"\bput on (?=\d|[a-z]+ \d)", "gained "),
        (
            r"\b(lost|gained|losing|gaining|shed) (?=(?:[a-z]+ ){0,2}\d+(?:\.\d+)? ?(?:kg|kilo\w*|lbs?|pounds?)\b)",
            r"\1 body weight ",
        ),
        (rf"\b{_DAY_OF} ?(?:to|-|\u2013|and|until) ?{_DAY_OF} ({_MONTHS})\b(,? (?:19|20)\d\d)?", r"\1 \3\4 to \2 \3\4"),
        (r"\[(iu|hg|degf)\]", r"\1"),
        (r"\blow[- ]grade (?=fever|temperature|pyrexia)", "slightly "),
        (r"\bpast (?=(?:medical |surgical )?(?:history|procedure|operation|surger|illness))", ""),
        (rf"\b(?:the )?(?:past|last|previous|preceding) (?=\d+(?:\.\d+)? (?:{_SPANS})\b)", ""),
        (rf"\b(over|in|during|within|for) the (?:past|last|previous|preceding) (?={_SPANS}\b)", r"\1 1 "),
        (r"\b(two|three|four|five|six|seven|eight|nine|ten|twenty)[- ]?fold\b", _fold),
        (r"\b(\d+)-fold\b", r"\1 times"),
    )
)
_PRESSURE = re.compile(
    r"(?P<name>\b(?:blood pressure|pressure|cuff)\b(?P<between>[^\d;.]{0,40}))?"
    r"\b(?P<high>\d{2,3}) ?(?:/|over) ?(?P<low>\d{2,3})\b(?P<unit> ?mmHg)?",
    re.IGNORECASE,
)


# The laboratory's flag behind a value.
_FLAG = re.compile(r"(?<=[\w%] )\((H|HH|L|LL|N)\)")
_FLAGS = {"H": "raised", "L": "low", "N": "normal"}


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Return a text in the one spelling of this room."""
    text = _FLAG.sub(lambda found: f"({_FLAGS[found.group(1)[0]]})", text)
    text = _POWER.sub(lambda found: "*" + found.group().translate(_RAISED), text).translate(_FOLDED)
    text = _SPELT.sub(_digits, _TALLY.sub("", text))
    for pattern, instead in _REPLACED:
        text = pattern.sub(instead, text)
    text = _OFTEN.sub(_often, _LATIN_OFTEN.sub(_latin, text))
    return _PRESSURE.sub(_pressures, in_one_name(text))


def _digits(found: re.Match[str]) -> str:
    """Return a spelt number in digits."""
    if found["tens"]:
        return str(_NUMBERS[found["tens"].casefold()] + _NUMBERS[found["ones"].casefold()])
    return str(_NUMBERS[found.group().casefold()])


def _often(found: re.Match[str]) -> str:
    """Return how often a medicine is taken as a number: "twice daily" is "2 doses/day"."""
    word = (found["word"] or "once").casefold()
    count = found["count"] or ("2" if word == "twice" else "1")
    return f"{count} doses/{'day' if found['day'] else 'week'}"


def _latin(found: re.Match[str]) -> str:
    """Return the same for what is written in Latin or in hours."""
    count = 24 // int(found["hours"]) if found["hours"] else _LATIN[found.group().casefold().replace(".", "")]
    return f"{count} doses/day"


def _pressures(found: re.Match[str]) -> str:
    """Return a blood pressure as its two values: "148/82 mmHg"."""
    if not found["name"] and not found["unit"]:
        return found.group()
    between = (found["between"] or " ").rstrip(" (")
    high, low = found["high"], found["low"]
    return f"systolic blood pressure{between} {high} mmHg, diastolic blood pressure {low} mmHg"

"""The closed word lists of the check: what may join facts, and what no sentence may say."""

from __future__ import annotations

import re

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
    """
GLUE = frozenset(_GLUE.split())

STRONG = re.compile(r"\b(?:strong(?:ly)?|well supported|fits (?:this record )?well|much in this record|very likely)\b")
MODERATE = re.compile(r"\b(?:moderate(?:ly)?|partly|reasonable)\b")
WEAK = re.compile(r"\b(?:weak(?:ly|er)?|little)\b")

UNKNOWN = re.compile(
    r"\b(?:unknown|not (?:yet )?known|would help|helps? to know|says nothing|does not (?:say|state|mention)|"
    r"still open|worth (?:learning|asking)|whether|unclear|not (?:recorded|documented|stated|mentioned))\b"
)
AGAINST = re.compile(
    r"\b(?:against|less likely|less in keeping|on the other side|unlikely|opposing|opposes|lowers|reduces|"
    r"argues? away|points? away)\b"
)
FOR = re.compile(
    r"\b(?:support(?:s|ed|ing|ive)?|favou?rs?|in favour|fits?|given|explains?|consistent|compatible|suggest\w*|"
    r"speaks? for|same direction|rests on|possibility|points? to\w*|in keeping|raises?|increases?)\b"
)

# Phrases whose "not" or "nothing" denies no finding.
INNOCENT = re.compile(
    r"must not be missed|not (?:yet )?known|says nothing (?:of|about)|does not (?:say|state|mention)|not only|"
    r"not (?:recorded|documented|stated|mentioned)"
)
NEGATION = re.compile(
    r"\b(?:no|not|non|never|none|nor|neither|without|denie[sd]|denying|absen(?:t|ce)|negative|lack(?:s|ing)?|"
    r"nothing|free of|ruled out|normal)\b"
)
MUST_NOT_MISS = re.compile(r"\bmust not be missed\b|\bcan'?t[- ]miss\b|\bdangerous\b")

CERTAIN = re.compile(
    r"\bthe diagnosis is\b|\bdiagnos(?:ed|tic|es)\b|\bconfirm\w*|\bprov(?:es|en|ed)\b|\bdefinit\w*|"
    r"\bcertain(?:ly|ty)?\b|\bundoubted\w*|\bwithout (?:a )?doubt\b|\brule[sd]? out\b|\bexclude[sd]?\b|\bestablish\w*|"
    r"\bmust be\b|\bclearly has\b|\b\d+ ?% (?:likely|probab\w+|chance)\b"
)
ORDER = re.compile(
    r"\b(?:give|start|administer|prescribe|treat(?!ment of)|begin|order|stop|discontinue|inject|infuse|increase the|"
    r"refer|admit|discharge|should|recommend\w*|advise\w*|need(?:s)? to|urgently|immediately|call)\b"
)
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

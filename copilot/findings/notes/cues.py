"""The words that change what a mention means: denial, doubt, family, past and what is only imagined."""

from __future__ import annotations

from enum import Enum, auto
from functools import lru_cache

from copilot.findings.notes.matching import Phrases


class Cue(Enum):
    """What a cue does, and on which side of it."""

    DENIES = auto()  # what follows
    DENIES_NEXT = auto()  # what follows, a few words at most ("not")
    DENIED = auto()  # what stands before it
    NEGATIVE = auto()  # the result before it, where the cue ends its item: "ANA negative,"
    DOUBTS = auto()
    DOUBTED = auto()
    FAMILY = auto()
    PAST = auto()
    PAST_BEFORE = auto()
    IMAGINES = auto()
    IMAGINED = auto()
    CONTINUES = auto()  # what follows holds now, whatever the section plans
    TRIGGERS = auto()  # acts that follow bring a complaint on and are no complaint themselves ("worse on coughing")
    AFFIRMS = auto()  # ends the scope of a denial
    TURNS = auto()  # "but": ends every scope
    NOTHING = auto()  # looks like a cue and is none ("no change")


_CUES: dict[Cue, str] = {
    Cue.DENIES: (
        "no|denies|denied any|denying|deny|denied|without|negative for|neg for|absence of|free of"
        "|no evidence of|no sign of|no signs of|no complaints of|no complaint of|nor|neither|nil|never had"
        "|never|no history of|no h/o|no hx of|no known|no known history of|ruled out for|rules out|excludes"
        "|w/o|not associated with|no associated|no reported|no further|no longer|no longer has|does not have"
        "|doesn't have|did not have|didn't have|do not have|has not had|hasn't had|have not had|had not had"
        "|not had|no obvious|no previous|no prior|no past|no recent|no new|no personal history of"
        "|unremarkable for|pertinent negative|relevant negative|significant negative|important negative"
        "|does not report|did not report|not reporting|does not complain of"
        "|not complaining of|no symptoms of|no symptom of|no features of|has never had|has never|lack of|lacks"
        "|lacking|resolution of|nobody|no one|noone|none of|neither of|no side effects such as"
    ),
    Cue.DENIES_NEXT: (
        "not|isn't|wasn't|aren't|doesn't|didn't|don't|does not|did not|do not|is not|was not|are not|were not"
        "|cannot|non|hasn't|haven't"
    ),
    Cue.DENIED: (
        "is absent|are absent|absent|was absent|were absent|were denied|was denied|is denied|are denied"
        "|ruled out|was ruled out|were ruled out|has been ruled out|excluded|was excluded|were negative"
        "|was negative|is negative|are negative|not present|not seen|not found|not noted|not elicited"
        "|not reported|not detected|not identified|not appreciated|not evident|not observed|not demonstrated"
        "|none|not have|now off|now stopped|since stopped|now discontinued|since discontinued|now ceased|off it now"
        "|off them now|course completed|course finished"
    ),
    Cue.NEGATIVE: "negative|non-reactive|nonreactive|undetectable|undetected|nil|all negative|both negative",
    Cue.DOUBTS: (
        "possible|possibly|probable|probably|suspected|suspicious for|suspicion of|suspicion for|suspect"
        "|likely|cannot exclude|can't exclude|could not exclude|cannot rule out|can't rule out"
        "|can not rule out|not ruled out|questionable|may have|might have|may be|might be|could be|could have"
        "|concern for|concerns for|concerning for|presumed|presumptive|equivocal|query|unclear if"
        "|unclear whether|not sure if|unsure if|perhaps|maybe|low suspicion for|unlikely to be|whether|wonder if"
        "|wonder about|wondering if|wondering about|wondered if|wondered about|uncertain|uncertain if|unsure about"
        "|not sure about|not certain if|cannot recall if|cannot remember if|does not know if|less likely"
    ),
    Cue.DOUBTED: (
        "unlikely|is unlikely|cannot be excluded|can't be excluded|cannot be ruled out|not excluded"
        "|is possible|is suspected|suspected|was suspected|is questionable|is likely|uncertain"
    ),
    Cue.FAMILY: (
        "family history of|family hx of|fhx of|fh of|family history|family hx|fhx|runs in the family"
        "|strong family history"
    ),
    Cue.PAST: (
        "history of|hx of|h/o|previous history of|past history of|prior history of|past medical history of"
        "|pmh of|pmhx of|previous|previously|prior|remote|remote history of|s/p|status post|childhood"
        "|as a child had|known history of|previously diagnosed with|baseline|formerly|in the past|historical"
        "|history significant for|history notable for|pmh significant for|pmh includes"
        "|medical history includes|medical history of|with history of|pmh|pmhx"
    ),
    Cue.PAST_BEFORE: (
        "years ago|year ago|in the past|as a child|in childhood|in remission|when younger|in his youth"
        "|in her youth|yrs ago|decades ago|previously"
    ),
    Cue.IMAGINES: (
        "return if|if|should|were|in case|in case of"
        "|in the event of|come back if|call if|call for|return for|watch for|monitor for|monitoring for"
        "|look for|look out for|risk of|at risk of|at risk for|risk for|high risk for|increased risk of"
        "|to rule out|rule out|r/o|evaluate for|evaluation for|evaluate|screen for|screening for|screened for"
        "|assess for|to exclude|to prevent|prevention of|prevent|prophylaxis|prophylaxis for|counselled on"
        "|counseled on|counselled about|counseled about|warned about|warned of|educated about|educated on"
        "|unless|test for|tested for|testing for|check for|consider|considering|differential includes"
        "|differential diagnosis includes|ddx includes|ddx|as needed for|prn for|precautions for|worried about"
        "|fear of|afraid of|concerned about|versus|vs|could cause|can cause|may cause|side effects of|side effect of"
        "|side effects include|side effects including|side effects such as|adverse effects of|adverse effects include"
        "|adverse effects including|adverse effects such as|complications include|complications including"
        "|complications such as|potential complications of"
        "|discussed risk of"
        "|to seek help for|seek help for|seek medical help for|seek medical advice for|seek medical attention for"
        "|seek advice for|seek attention for|seek care for|to report any|return with|come back with|reattend with"
        "|reattend if|re-attend with|re-attend if|call us with|call for any|look out for any|symptoms to watch for"
        "|red flags such as|red flags including|red flags include|advised about|seek help if|when she develops"
        "|when he develops|instead of"
        "|rather than|in patients with|patients with|possibility of|asked about|advised to avoid|avoid"
        "|avoiding|strict return precautions for|to look for|workup for|work up for|treated for presumed|start"
        "|initiate|recommend|will start|to start|begin|advise|prescribe|prescribed for|offer|consented for|lest"
        "|advised re"
        "|advised regarding|warned re|warned regarding|re red flags|discussed red flags|red flag advice"
        "|safety netted re"
        "|safety netting re|safety netting for"
    ),
    Cue.IMAGINED: (
        "precautions|prophylaxis|to be excluded|to be ruled out|screening|should be considered|if needed"
        "|protocol|pathway|risk score"
    ),
    Cue.CONTINUES: (
        "continue|continuing|continued|cont|carry on|carry on with|remain on|remains on|stay on|keep on|ongoing"
        "|maintained on"
        "|already on|currently on|now on|established on|given|received|receiving|increase|reduce|decrease|uptitrate"
        "|titrate"
        "|wean"
    ),
    Cue.TRIGGERS: (
        "worse with|worse on|worse when|worse by|worse if|worse after|worse while|worsened by|worsened when|worsen with"
        "|worsen on|worsen when|worsening with|worsening on|increase with|increase on|increase when|increase by"
        "|increased by"
        "|increased with|increased on|increases while|aggravated by|aggravated when|exacerbated by|exacerbated when"
        "|provoked by|brought on by|brought on when|precipitated by|triggered by|induced by|caused by|set off by"
        "|elicited by"
        "|reproduced by|hurts on|hurts when|hurts to|painful when|painful on|pain on|pain when|pain with|pain during"
        "|pain while|accentuated by|made worse by|made worse when|made worse on|on|when|while|during"
    ),
    Cue.AFFIRMS: (
        "reports|reported|reporting|complains of|complains|complaining of|c/o|presents with|presented with"
        "|presenting with|presents|endorses|endorsed|endorsing|admits|admits to|has|had|having|have|developed"
        "|develops|experiencing|experienced|experiences|positive for|notes|noted|states|describes|described"
        "|found to have|is|was|shows|showed|revealed|reveals|remains|continues|since|with associated|now has"
        "|started|began|felt|feels|who|(+)|demonstrates|significant for|notable for|remarkable for"
        "|suffers from|known to have|known|diagnosed with|takes|taking|drinks|smokes|underwent|worse with"
        "|worsened by|improved with|relieved by|associated with|following|there is|there was|here with"
        "|here for|now with|now presents|admitted with|admitted for|comes in|came in|arrived|brought in"
        "|referred|seen for|p/w|with new|with acute"
    ),
    Cue.TURNS: (
        "but|however|although|though|except|except for|apart from|other than|aside from|besides|yet|whereas"
        "|while|because|because of|due to|secondary to|nevertheless|with the exception of|only"
        "|on the other hand|instead|until|otherwise"
    ),
    Cue.NOTHING: (
        "no change|no changes|no increase|no decrease|no worsening|no improvement|no doubt|not only|no relief"
        "|no relief from|no relief with|no response to|not relieved by|not improved by|not improved with"
        "|not responding to|not responsive to|no better with|not better with|no benefit from|no effect of"
        "|not necessarily|not certain if|without improvement|without relief|without change"
        "|no significant change|no significant improvement|not resolved|not resolving|has not resolved"
        "|has not improved|not improving|not improved|not changed|no acute change|not affected by"
        "|not related to|not relieved with|no matter|not exacerbated by|not worse with|not worsened by"
        "|unrelated to|day history of|days history of|week history of|weeks history of|month history of"
        "|months history of|hour history of|hours history of|year history of|years history of"
        "|history of present illness|history of presenting complaint|presents with a history of"
        "|presented with a history of|presents with history of|gives a history of|short history of"
        "|long history of|long-standing history of|longstanding history of|recent history of"
        "|non compliant|non-compliant|not taking|not well controlled|not controlled|given that|nobody knows"
        "|no one knows|previously well|previously healthy|previously fit|family physician|family doctor"
        "|family member|not eating|the past week|the past day|over the past|for the past|in the past week"
        "|in the past day|in the past few|past few|prior to|prior to admission|prior to arrival|past month"
        "|in the past month|past 24|past 48|past two|past three|past several|past 2|past 3|past 4|past 5"
        "|had side effects such as|has side effects such as|with side effects such as|experienced side effects such as"
        "|reports side effects such as|developed side effects such as|regardless of whether|had complications such as"
    ),
}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


RELATIVES = _words("""
    aunt boyfriend brother classmate colleague cousin coworker dad daughter father flatmate friend girlfriend
    granddaughter gran grandfather grandma grandmother grandpa grandparent grandson husband maternal mom mother mum
    neighbor nephew
    niece parent partner paternal relative roommate sibling sister son spouse stepfather stepmother twin uncle
    wife
""")
# A relative who tells, brings or lives with the patient is not the one who is ill.
INFORMS = _words("""
    accompanied accompany bedside bring brought by call called concern concerned denied denies deny describe
    described drive drove explain feel felt found gave give interpret live living mention mentioned note noted
    notice noticed observe observed phone phoned present recall ring rang report reported reporting said say saying
    state stated tell
    think thought told translate who witness witnessed worried worry
""")
# Words that make a relative the one who is ill.
SUFFERS = _words("""
    also both developed diagnosed die died get had has have having is known need on receive required similar suffer
    suffered suffering take took underwent use was with
""")
# What a relative feels about the patient is a complaint of nobody.
FEELS = _words("anxious concern concerned worried worry worrying")
# A relative after these brings or comes along, one after "contact" may be ill.
COMPANY = _words("by from to with")
# Acts that bring a complaint on; some are also complaints ("coughing").
ACTS = _words("""
    bending bowel breathing chewing climbing cough coughing crying deep defecating defecation eating exercise exercising
    exertion inhaling inspiration intercourse laughing leaning lifting lying micturition movement moving opening passing
    position reading running sex shouting sitting sneeze sneezing speaking standing straining stretching strenuous
    swallow
    swallowing talking turning urinating urination vigorous voiding walking weeing yawning
""")
JOINS_ACTS = _words("a and at are by deep down forceful forcefully hard he her his is on or or she the to up when with")
# A sentence that begins so imagines: "Should jaundice occur", "Were she to bleed".
INVERTED = frozenset({"should", "were"})
# Right after an illness these name a service or a plan of the hospital: "stroke call".
SERVICES = _words("alert bleep bundle call code leaflet pathway proforma protocol team")


_NOT_IN_FAMILY = (
    "none of the family", "none of his family", "none of her family", "nobody in the family", "no one in the family",
    "nobody else", "no one else", "noone else", "no family member", "no other family member", "no relative",
)  # fmt: skip
_VERBS = ("", "is ", "was ", "are ", "were ")
_NOT_FOUND = _words("""
    present seen found noted elicited reported detected identified appreciated evident observed demonstrated visible
    palpable heard felt
""")


@lru_cache(maxsize=1)
def cue_phrases() -> Phrases[Cue]:
    """Return all cues, compiled once."""
    phrases = [(phrase, cue) for cue, phrases in _CUES.items() for phrase in phrases.split("|")]
    phrases += [(phrase, cue) for phrase in _NOT_IN_FAMILY for cue in (Cue.DENIES, Cue.FAMILY)]
    phrases += [(f"{verb}not {seen}", Cue.DENIED) for verb in _VERBS for seen in sorted(_NOT_FOUND)]
    return Phrases(phrases)

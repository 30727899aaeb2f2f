"""Words by what they mean, for finding a phrase that a note says in other words: stems and everyday synonyms."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache
from types import MappingProxyType

from copilot.knowledge.words import normal, normal_words

# One line a meaning; the first word stands for all. Words that a physician and a patient use for the same thing.
_MEANINGS = """
pain painful ache aching achy hurt hurting soreness discomfort uncomfortable dolor
tender tenderness
swell swelling swollen swelled puffy puffiness edema edematous enlarged enlargement enlarging
red redness reddened reddish erythema erythematous erythemic
itch itching itchy pruritus pruritic
bleed bleeding bled blood bloody hemorrhage hemorrhagic hemorrhaging
breathless breathlessness dyspnea dyspneic winded
inspiration inhale inhaling inspiratory breathe breathing breath
vomit vomiting vomited emesis
faint fainting fainted syncope syncopal collapse collapsed
dizzy dizziness giddy giddiness lightheaded lightheadedness
weak weakness weakened paresis
numb numbness hypoesthesia insensate
tingle tingling paresthesia prickling
tired tiredness fatigue fatigued exhaustion exhausted lethargy lethargic
fever febrile pyrexia feverish fevers
sudden suddenly abrupt abruptly
gradual gradually insidious insidiously slowly slow
worse worsen worsening worsened aggravate aggravated exacerbate exacerbated provoked precipitated
relieve relief relieved better improve improved improving improvement ease eased alleviate alleviated subside
difficult difficulty trouble unable inability cannot struggle struggling struggles
rash eruption exanthem
lump mass bump nodule swelling-lump nodular lumps
vision visual sight see seeing eyesight
hear hearing deaf deafness
urine urinate urination urinating micturition void voiding pee peeing urinary
stool feces fecal bowel-movement defecation defecate defecating poop
period menses menstruation menstrual menstruating
pregnant pregnancy gestation gravid
walk walking gait ambulate ambulating ambulation
eat eating meal meals food ate
swallow swallowing
cough coughing coughs
sputum phlegm
itchy-eye itchy-eyes
vertigo spinning
smell odor smelly malodorous foul fishy
exertion exercise effort exertional activity strenuous
lying lie supine recumbent recline lies
stand standing upright stood
sit sitting seated
bend bending leaning lean
night nocturnal nighttime nightly nights
morning mornings
wake waking awaken awakening awakens woken woke awoken wakes awakened
sweat sweating sweaty diaphoresis diaphoretic perspiration
hair hairs
lose losing lost loss
weight
appetite
anxious anxiety worry worried worrying nervous
sad sadness depressed depression mood-low tearful
sleep sleeping asleep
memory forgetful forgetfulness forgets
confuse confused confusion disoriented disorientation
tremor tremors shaking shake trembling shaky shakes
stiff stiffness rigid rigidity
drool drooling salivation
scale scaly scaling scales desquamation flaky flaking
blister blisters vesicle vesicular vesicles
bulla bullae bullous
pustule pustular pustules
papule papular papules
plaque plaques
macule macular macules
ulcer ulcers ulcerated ulceration sore-open
crust crusted crusting scab scabbed
wound wounds laceration cut
burn burning burns
bruise bruising bruised ecchymosis ecchymoses
jaundice jaundiced icterus icteric yellowing
pale pallor paleness
discharge discharging drainage draining oozing ooze secretion
pus purulent purulence
runny-nose rhinorrhea
congestion congested stuffy blocked obstructed blockage obstruction
throat pharynx pharyngeal
mouth oral
belly abdomen abdominal stomach tummy
chest thoracic thorax
head cranial
neck cervical-neck nuchal
back-body
kidney renal
liver hepatic
heart cardiac
lung pulmonary lungs
skin cutaneous
bone bony osseous
joint joints articular arthralgia
muscle muscular muscles
leg legs
arm arms
eye eyes ocular orbital
ear ears otic
nose nasal nostril nostrils
child children pediatric kid
infant baby newborn neonate babies
mother maternal mom mum
injury injured trauma traumatic
fall fell fallen falling falls
bite bitten bites
travel traveled trip
alcohol drinking drinks alcoholic beer
smoke smoking smoker cigarette tobacco cigarettes
sex sexual intercourse sexually coitus
dysuria
palpitation palpitations
seizure seizures convulsion convulsing convulsed
paralysis paralyzed palsy plegia
speech speaking speak talk
grip gripping grasp grasping
lift lifting raise raising elevate elevating
turn turning rotate rotating rotation
move movement moving motion
touch touching
cold cool
hot heat warm warmth
sunlight sun
frequent frequently frequency often
recurrent recurring repeated recurrence repeatedly episodic
unilateral one-sided
bilateral both
large big huge massive
small tiny little
yellow yellowish
white whitish
blue bluish cyanosis cyanotic
brown brownish
purple violaceous purplish
black blackish
pink pinkish salmon
spotting
"""

# Said as several words, meant as one.
_SAID_AS = {
    "short of breath": "breathless", "shortness of breath": "breathless", "difficulty breathing": "breathless",
    "difficulty in breathing": "breathless", "trouble breathing": "breathless", "hard to breathe": "breathless",
    "out of breath": "breathless", "bowel movement": "stool", "throwing up": "vomit", "threw up": "vomit",
    "throws up": "vomit", "passed out": "faint", "passing out": "faint", "blacked out": "faint",
    "pins and needles": "tingle", "loss of consciousness": "faint", "passing urine": "urine", "passing water": "urine",
    "runny nose": "rhinorrhea", "back of": "behind",
    "open sore": "ulcer", "cold sore": "herpes", "lack of energy": "tired", "black and blue": "bruise",
}  # fmt: skip

# A part names the whole as well: a swollen calf is a swollen leg, a right ear is one ear.
_WIDER = MappingProxyType({
    "calf": ("leg",), "shin": ("leg",), "thigh": ("leg",), "forearm": ("arm",), "thumb": ("finger",),
    "right": ("unilateral", "one"), "left": ("unilateral", "one"), "forehead": ("face",), "cheek": ("face",),
    "eyelid": ("eye",), "palm": ("hand",), "sole": ("foot",), "fingertip": ("finger",),
    "daughter": ("child",), "son": ("child",), "toddler": ("child",), "infant": ("child",), "scrotum": ("testicle",),
})  # fmt: skip

# Words that carry no meaning of their own inside a phrase.
EMPTY = frozenset({
    "a", "an", "the", "of", "in", "on", "at", "to", "by", "with", "and", "or", "for", "from", "into", "over", "around",
    "about", "is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "having", "do", "does", "did",
    "he", "she", "it", "they", "i", "we", "you", "his", "her", "my", "their", "its", "your", "him", "them", "this",
    "that", "these", "those", "there", "which", "who", "when", "while", "as", "patient", "man", "woman", "feel",
    "feels", "feeling", "felt", "present", "presents", "presented", "presenting", "notice", "noticed", "report",
    "reports", "reported", "complain", "complains", "complaining", "complained", "some", "any", "very", "also",
    "associated", "area", "region", "side", "aspect", "can", "may", "get", "gets", "getting", "go", "goes", "going",
    "come", "comes", "coming", "become", "becomes", "became", "develop", "develops", "developed", "show", "shows",
    "time", "times", "episode", "kind", "sensation", "like", "certain",
})  # fmt: skip


# Words that tell too little to make a phrase of two.
THIN = frozenset({
    "after", "all", "ani", "bad", "befor", "case", "chang", "color", "day", "decreas", "dure", "earli", "few", "first",
    "good", "high", "histori", "hour", "increas", "know", "known", "last", "late", "later", "lesion", "less", "level",
    "long", "low", "mani", "minut", "month", "more", "move", "new", "normal", "one", "other", "recent", "relieve",
    "repeat", "result", "same", "second", "sever", "sign", "sinc", "start", "symptom", "test", "two", "type", "under",
    "use", "week", "within", "worse", "year", "bed", "down", "eight", "five", "four", "nine", "old", "otherwis", "out",
    "seven", "six", "ten", "three", "well",
})  # fmt: skip

_SIDES = "left right unilateral bilateral lower upper middle inner outer mid"
_FACULTIES = "vision hear smell taste urine stool period hair nail speech sleep memory voice mood gait"
_COLOURS = "bright dark red white yellow blue brown purple black pink"
_PARTS = (
    "abdomen ankle arm armpit axilla back breast button buttock calf cheek chest chin ear elbow epigastric epigastrium"
    " eye face finger flank foot forearm forehead gland groin hand head heel hip jaw joint knee leg lip loin mouth neck"
    " navel node nose palm rib scalp shin shoulder skin sole spine stomach substernal retrosternal temple thigh throat"
    " thumb toe tongue tonsil tooth trunk wrist"
)


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(normal(word)) for word in words.split())


@lru_cache(maxsize=1)
def parts() -> frozenset[str]:
    """Return the stems of the parts of the body."""
    return _stems(_PARTS)


@lru_cache(maxsize=1)
def _plain() -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems that say only where or of which faculty, and those that say only of what colour."""
    return parts() | _stems(_SIDES) | _stems(_FACULTIES), _stems(_COLOURS)


def says_enough(stems: frozenset[str]) -> bool:
    """Return whether words of these stems, in any order, say what is wrong: not only where, not only a colour."""
    telling = stems - THIN
    return len(telling) > 1 and not any(telling <= plain for plain in _plain())


def _classes() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _MEANINGS.strip().splitlines():
        words = line.split()
        for word in words:
            found.setdefault(normal(word), normal(words[0]))
    return found


_CLASS = MappingProxyType(_classes())


_OF_THREAD = threading.local()


def root(word: str) -> str:
    """Return the root of a word, whatever it means.

    Each thread has a stemmer of its own: one holds the word that it works on, and two threads would spoil it.
    """
    stemmer = getattr(_OF_THREAD, "stemmer", None)
    if stemmer is None:
        import snowballstemmer  # 20 ms, for 36 languages: only where a text is read

        stemmer = _OF_THREAD.stemmer = snowballstemmer.stemmer("english")
    made: str = stemmer.stemWord(word)
    return made


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return what a word (already in its normal form) means: the word of its class, else its stem."""
    known = _CLASS.get(word)
    if known is not None:
        return known
    stemmed = root(word)
    return _CLASS.get(stemmed, stemmed)


_TOGETHER = MappingProxyType({normal_words(phrase): stem(normal(word)) for phrase, word in _SAID_AS.items()})


def wider(word: str) -> tuple[str, ...]:
    """Return the stems of what a word also names."""
    return _WIDER.get(word, ())


def meaning(words: Sequence[str]) -> tuple[str, ...]:
    """Return what the words (in their normal form) mean: their stems, each once, without empty words."""
    found: dict[str, None] = {}
    at = 0
    while at < len(words):
        joined = said_as_one(words[at : at + 3])
        if joined is not None:
            found[joined[0]] = None
            at += joined[1]
            continue
        if words[at] not in EMPTY:
            found[stem(words[at])] = None
        at += 1
    return tuple(found)


def said_as_one(words: Sequence[str]) -> tuple[str, int] | None:
    """Return the stem of what the first two or three of these words mean together, and how many they are."""
    for length in (2, 3):
        one = _TOGETHER.get(tuple(words[:length]))
        if one is not None:
            return one, length
    return None

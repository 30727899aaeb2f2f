"""What stands nearby: some findings are written without their place, and mean it only where the note names it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from copilot.knowledge.stems import stem
from copilot.knowledge.words import Token, normal

SKIN = "skin"  # in a finding's `context`: any of the words below
_SKIN_WORDS = """
    abrasion abscess acne birthmark bite blackhead blister blistered blistering boil bruise bump burn callus carbuncle
    comedone corn crack cracked crust crusted cyst depigmented desquamation discoloration discolored dot dry ecchymosis
    eczema erosion eruption erythema erythematous excoriation exanthem fissure freckle freckling furuncle growth
    hemangioma hive horn hyperkeratosis hyperkeratotic hyperpigmentation hyperpigmented hypopigmented itch itching itchy
    itchiness keloid keratosis keratotic lentigo lesion lichenified macule maculopapular melanoma melanocytic milia mole
    morphea mottled nevus nodular nodule papular papule patch patchy peel peeling petechia petechial pigmentation
    pigmented pimple plaque pruritic pruritus psoriasis purpura purpuric pustular pustule rash rashes rough scab scale
    scaling scaly scalp scar scarring skin sore spot streak sunburn tag telangiectasia thickened tumor ulcer ulcerated
    ulceration urticaria urticarial vesicle vesicular vitiligo wart warty welt wheal whitehead xanthoma zit
    petechiae nevi melanonychia cutaneous dermal dermatitis pustules
"""


@lru_cache(maxsize=1)
def _skin_words() -> frozenset[str]:
    return frozenset(normal(word) for word in _SKIN_WORDS.split())


class Nearby:
    """The words of a sentence and of the one before it."""

    def __init__(self, words: Iterable[Token]) -> None:
        self._words = frozenset(word.word for word in words)
        self._stems = frozenset(stem(word) for word in self._words)

    def names(self, context: Collection[str]) -> bool:
        """Return whether one of these words stands there, in any form; "skin" asks for any word of the skin."""
        if SKIN in context and not _skin_words().isdisjoint(self._words):
            return True
        return any(stem(normal(word)) in self._stems for word in context if word != SKIN)

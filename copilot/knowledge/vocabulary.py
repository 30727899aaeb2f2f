"""Completion while somebody types: the names of findings or conditions, and every other way to write them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from copilot.breath import in_breaths
from copilot.knowledge.pack import Condition, Pack, Term
from copilot.knowledge.words import normal_words

MOST = 8
LEAST_LETTERS = 2  # one letter begins thousands of words
_DENIES = re.compile(r"^\s*(?:-|\N{MINUS SIGN}|(?:no|not|without|denies|denied|absent)\s)\s*", re.IGNORECASE)


class Form(NamedTuple):
    """One way to write something; `denies` says that the form by itself states its absence ("afebrile")."""

    id: str
    name: str
    words: str
    denies: bool = False


class Suggestion(NamedTuple):
    """What somebody may mean; `form` is how it was found, empty where that is the name."""

    id: str
    name: str
    form: str
    denies: bool


class Vocabulary:
    """All forms, by the words in them. What is typed may begin any words of a form, in any order."""

    def __init__(self, forms: Iterable[Form]) -> None:
        # Names before other forms and short before long: so a form found earlier is a better one. Each length is
        # sorted by itself: sorting all in one go would hold up a window that opens meanwhile.
        alike: dict[tuple[bool, int], list[tuple[str, Form]]] = {}
        for form in in_breaths(forms):
            words = " ".join(normal_words(form.words))
            alike.setdefault((form.words != form.name, len(words)), []).append((words, form))
        spelt = [one for key in sorted(alike) for one in sorted(alike[key], key=lambda one: (one[0], one[1].id))]
        self._forms = [form for _, form in spelt]
        self._spelt = [words for words, _ in spelt]
        by_word: dict[str, list[int]] = {}
        for number, words in enumerate(in_breaths(self._spelt)):
            # As they are written too: "anae" begins "anaemia", whose normal spelling is "anemia".
            for word in {*words.split(), *self._forms[number].words.casefold().split()}:
                by_word.setdefault(word, []).append(number)
        self._words = sorted(by_word)
        self._found_in = [by_word[word] for word in self._words]

    def __len__(self) -> int:
        return len(self._forms)

    def find(self, typed: str, most: int = MOST) -> tuple[Suggestion, ...]:
        """Return what may be meant, the likeliest first, each finding once."""
        words = normal_words(typed)
        if len("".join(words)) < LEAST_LETTERS:
            return ()
        # A word that is still growing has no normal spelling yet: it is looked up as it is typed too.
        typing = " ".join(typed.casefold().split())
        found = self._among(words) | self._among((*words[:-1], typing.rpartition(" ")[2]))
        kept: dict[str, Suggestion] = {}
        for number in self._ordered(found, " ".join(words), typing):
            form = self._forms[number]
            if form.id not in kept:
                shown = "" if form.words == form.name else form.words
                kept[form.id] = Suggestion(form.id, form.name, shown, form.denies)
                if len(kept) == most:
                    break
        return tuple(kept.values())

    def _among(self, words: tuple[str, ...]) -> set[int]:
        """Return the forms in which each of these begins a word; the rarest first, so that little is looked at."""
        sets = sorted((self._beginning(word) for word in dict.fromkeys(words)), key=len)
        return set.intersection(*sets) if sets else set()

    def _beginning(self, word: str) -> set[int]:
        """Return the forms with a word that begins so."""
        start, end = bisect_left(self._words, word), bisect_left(self._words, word + "\uffff")
        return set().union(*self._found_in[start:end])

    def _ordered(self, found: set[int], spelt: str, typing: str) -> Iterator[int]:
        """Yield the same words first, then what begins with them, then the rest."""
        ordered = sorted(found)
        yield from (n for n in ordered if self._spelt[n] == spelt)
        for n in ordered:
            if self._spelt[n].startswith(spelt) or self._forms[n].words.casefold().startswith(typing):
                yield n
        yield from ordered


def split_denial(typed: str) -> tuple[str, bool]:
    """Return what is typed without a "no" before it, and whether there was one: "no fever", "-fever"."""
    found = _DENIES.match(typed)
    return (typed[found.end() :], True) if found else (typed, False)


def of_findings(pack: Pack) -> Vocabulary:
    """Return the vocabulary of findings; takes about a second."""
    return Vocabulary(form for term in pack.terms.values() for form in _of_term(term))


def of_conditions(conditions: Iterable[Condition]) -> Vocabulary:
    """Return the vocabulary of conditions."""
    return Vocabulary(Form(c.id, c.name, words) for c in conditions for words in (c.name, *c.synonyms))


def _of_term(term: Term) -> Iterator[Form]:
    """Yield every way to write a finding."""
    yield from (Form(term.id, term.name, words) for words in (term.name, *term.surface, *term.shared))
    yield from (Form(term.id, term.name, words, denies=True) for words in term.denied_by)

"""What a short sentence takes back, or gives to another, of the one before: "This is false."."""

from __future__ import annotations

from kg.extract.annotate import Word
from kg.extract.cues import Cues

_LONGEST = 10
"""How many words such a sentence may have: with more it says something of its own."""
_THIS = {"this", "that", "it", "these", "those"}
_BARE = [[w] for w in (*sorted(_THIS), "all")]
_TURNS_OUT = {"be", "prove", "remain", "seem", "sound"}
_WRONG = {"wrong", "false", "nonsense", "untrue"}
_DOUBTS = {
    *("or did", "or was", "or has", "or so", "or does", "or is", "not true", "not so"),
    *("such is", "such was"),
}
_NOT_ANY = {"none", "nothing", "little", "no"}
_TRUE = {"true", "so", "proven", "proved", "correct", "confirmed", "right", "certain"}
_FALSE = {"wrong", "nonsense", "baseless", "groundless", "unfounded", "invented", "unproven"}


def takes_back(cues: Cues, words: list[Word]) -> bool:
    """Whether a short sentence says of the one before that it is false or somebody's."""
    said = [w.lower for w in words if w.pos != "PUNCT"]
    if " ".join(said[:2]) in {"at least", "or so"} and "that" in said[:4]:
        return True  # "At least that is what a fake website wanted readers to think"
    if not 1 < len(said) <= _LONGEST:
        return len(said) == 1 and said[0] in _WRONG
    if " ".join(said[:2]) in _DOUBTS:
        return True
    if any(cues.speaks(w) for w in words):
        nobody = said[0] in {"nobody", "few"} and said[-1] in _THIS
        if nobody or "so" in (said[0], said[-1]) or said[0] in _WRONG:
            return True
    return _speaks_of_it(cues, [w for w in words if w.lower not in {"at", "least", "or"}])


def _speaks_of_it(cues: Cues, words: list[Word]) -> bool:
    """Whether it is "this is false", "none of it is true" or "the claim was baseless"."""
    lists = cues.cast.lexicon.lists
    at = next((i for i, w in enumerate(words[:5]) if w.lemma in _TURNS_OUT), 0)
    before, after = words[:at], words[at + 1 :]
    if not before or not after:
        return False
    if before[0].lower in _NOT_ANY and before[-1].lower in _THIS:
        return any(w.lower in _TRUE for w in after)
    claim = before[-1].lemma.lower() in lists["hearsay"]["tales"] | lists["cues"]["nouns"]
    if not claim and [w.lower for w in before] not in _BARE:
        return False
    if any(w.lower in lists["modality"]["false_adjectives"] | _FALSE for w in after[:3]):
        return True
    if claim or after[0].lower == "what":
        return not claim and any(cues.speaks(w) for w in after[1:])
    named = [w for w in after if w.pos in {"NOUN", "DET", "ADJ"}]
    return bool(named) and named[-1].lemma.lower() in lists["hearsay"]["tales"]

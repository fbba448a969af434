"""The patterns that make an attribution: what a cue's word attributes, to whom, by which rule.

Cues are verbs ("said that", "called for", "plans to"), adjectives of mind ("is sure that"), nouns
("the claim that") and "according to". Their parts follow PolNeAR (Newell et al. 2018): the cue has
its auxiliaries, its adverb and its preposition; the content has no comma or full stop at its ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.extract.according import according, in_the_eyes_of, polled
from kg.extract.annotate import Word
from kg.extract.beside import beside
from kg.extract.cast import Cast
from kg.extract.clauses import RELATIVE, clause
from kg.extract.parts import (
    announcing,
    cue_of,
    gerund_below,
    is_as,
    is_as_denied,
    is_infinitive,
    issuer,
    own,
    phrase_of,
    prepositions,
    small_clause,
    subject_of,
    that_clause,
    told_clause,
    trimmed,
)
from kg.extract.speech import Speech, speaker

_PROMISES = {"promise", "pledge", "vow", "threaten", "swear"}
_CARRY = {
    "of", "for", "about", "on", "against", "to", "over", "at", "with", "toward", "towards", "in",
}  # fmt: skip
_DISMISS = {"reject", "dispute", "dismiss", "deny", "refute"}
_FINITE = {"VBD", "VBZ", "VBP", "VBN"}


@dataclass(frozen=True, slots=True)
class Cues:
    """Finds the attributions at one word of a text; `quoted` are the words in quotation marks."""

    cast: Cast
    quoted: frozenset[int]

    def at(self, word: Word) -> Iterator[Speech]:
        """Yield the attributions that this word is the cue of."""
        if word.pos == "VERB" and not self._is_idiom(word):
            yield from self._verb(word)
        elif word.pos == "NOUN":
            yield from self._noun(word)
            yield from self._stands(word)
        elif word.pos == "ADJ":
            yield from self._mind(word)
        if word.lower == "according":
            yield from according(self.cast, self.quoted, word)
        elif word.lower == "in":
            yield from polled(self.cast, self.quoted, word)
        elif word.lower == "for" and word.head.lemma in {"appear", "seem", "be"}:
            yield from in_the_eyes_of(self.cast, word)

    def _is_idiom(self, verb: Word) -> bool:
        """Whether it is "That said, ...", which nobody says."""
        around = [w.lower for w in self.cast.parse.words[max(0, verb.i - 1) : verb.i + 2]]
        return around == ["that", "said", ","]

    def _has(self, name: str, word: str) -> bool:
        return word in self.cast.lexicon.lists["cues"][name]

    # ------------------------------------------------------------ verbs

    def _verb(self, verb: Word) -> Iterator[Speech]:
        for pattern in (
            self._said,
            self._suspected,
            self._felt,
            self._held,
            self._seemed,
            self._about,
            self._wanted,
        ):
            found = list(pattern(verb))
            if found:
                yield from found
                return
        yield from self._topic(verb)

    def introduces(self, verb: Word) -> bool:
        """Whether a quotation right beside the verb is what its subject says."""
        return self.speaks(verb) or (verb.pos == "VERB" and self._has("introduce", verb.lemma))

    def speaks(self, verb: Word) -> bool:
        """Whether what stands below the verb is said, thought or shown by its subject."""
        reports = self.cast.lexicon.which("reporting", verb.lemma) is not None
        return verb.pos == "VERB" and (reports or self._has("say", verb.lemma))

    def direct(self, subject: Word, verb: Word, content: tuple[Word, ...]) -> Speech:
        """Return the speech of a quotation that its verb introduces."""
        return self._speech(subject, announcing(verb, content), content, "said", verb)

    def _said(self, verb: Word) -> Iterator[Speech]:
        if not self.speaks(verb) or is_as_denied(verb):
            return
        content = self._clause_below(verb)
        subject = self._who_says(verb)
        if not content and self.cast.lexicon.which("reporting", verb.lemma) == "say":
            beside_it, content = beside(self.cast.parse, verb)
            subject = beside_it or subject
        mine = own(subject, verb) | {verb.i}
        words = trimmed(w for w in content if w.i not in mine)
        if not words:
            return
        rule = "as-noted" if is_as(verb) else "said"
        speech = self._speech(subject, announcing(verb, words), words, rule, verb)
        yield replace(speech, listed=subject is not None or verb.tag in _FINITE)

    def _who_says(self, verb: Word) -> Word | None:
        """Return the subject; of "Peru said it paid, adding that ..." that of the verb above."""
        above = verb.head
        lends = verb.tag == "VBG" and verb.dep == "advcl" and verb.one("nsubj") is None
        if lends and above.dep == "ccomp" and above.i < verb.i and self.speaks(above.head):
            verb = above.head
        return subject_of(verb)

    def _clause_below(self, verb: Word) -> tuple[Word, ...]:
        inner = told_clause(verb)
        if inner is not None and not (inner.dep == "parataxis" and inner.lemma in {"say", "tell"}):
            lost = [] if inner.one("nsubj", "nsubjpass", "expl", "csubj") else verb.all("dobj")
            before = [w for o in lost if o.i < inner.i for w in o.subtree()]
            return (*before, *self._without_asides(inner))
        behind = [c for p in verb.all("prep") for o in p.all("pobj") for c in o.all("acl", "relcl")]
        for told in behind:  # "said in a letter that Peru paid", however "that" is parsed
            if any(m.lower == "that" and "subj" not in m.dep for m in told.children):
                return tuple(told.subtree())
        infinitive = verb.one("xcomp")
        hopes = self.cast.lexicon.which("reporting", verb.lemma) == "hope"
        denies = infinitive is not None and infinitive.tag == "VBG" and verb.lemma == "deny"
        if infinitive is not None and (hopes or denies or verb.lemma in _PROMISES):
            return tuple(infinitive.subtree())
        aside = verb.dep == "parataxis" and verb.head.pos in {"VERB", "AUX"}
        reports = self.cast.lexicon.which("reporting", verb.lemma) is not None
        if reports and (aside or is_as(verb)) and not verb.one("dobj", "xcomp"):
            below = {w.i for w in verb.subtree()}
            return tuple(w for w in verb.head.subtree() if w.i not in below)
        return ()

    def _without_asides(self, inner: Word) -> list[Word]:
        """Return a clause without the speaker's next act, ", adding ...", or ", while ..."."""
        whole = inner.subtree()
        asides = [c for c in inner.all("advcl") if c.i > inner.i and self._is_aside(c)]
        asides += [c for c in whole if c.dep in {"appos", "npadvmod"} and self._is_comment(c)]
        gone = {w.i for c in asides for w in c.subtree()}
        return [w for w in whole if w.i not in gone]

    def _is_comment(self, noun: Word) -> bool:
        """Whether it tells what another makes of the words: ", a charge that Peru rejected"."""
        known = noun.lemma == "description" or self._has("nouns", noun.lemma)
        denied = [c for c in noun.all("relcl", "acl") if c.one("nsubj")]
        return known and any(self.speaks(c) or c.lemma in _DISMISS for c in denied)

    def _is_aside(self, c: Word) -> bool:
        marks = {m.lower for m in c.all("mark", "advmod")}
        adds = c.tag == "VBG" and self.speaks(c) and not marks
        return adds or "while" in marks

    def _suspected(self, verb: Word) -> Iterator[Speech]:
        suspects = verb.lemma in self.cast.lexicon.lists["modality"]["suspect"]
        charged = verb.lemma == "charge"
        preps = [p for p in verb.all("prep") if p.lower == ("with" if charged else "of")]
        inner = next((p for p in preps if suspects or self._is_crime(p)), None)
        if inner is None or not (suspects or charged):
            return
        agent = subject_of(verb)
        who = speaker(self.cast, agent)
        whole = agent.subtree() if agent else []
        source = tuple(w for w in whole if verb not in whole or w.i < verb.i)
        cue = cue_of(verb) if issuer(verb) else (verb,)
        yield Speech(source, cue, tuple(inner.subtree()), who, "suspected-of", verb.lemma)

    def _is_crime(self, with_: Word) -> bool:
        """Whether a crime stands behind "with": "two counts of murder", but "oversight" is none."""
        crimes = self.cast.lexicon.lists["modality"]["crimes"]
        held = [*with_.all("pobj", "pcomp")]
        held += [
            o
            for w in held
            for p in w.all("prep")
            if p.lower == "of"
            for o in p.all("pobj", "pcomp")
        ]
        return any(w.lemma.lower() in crimes for w in held)

    def _held(self, verb: Word) -> Iterator[Speech]:
        """Yield "is expected to pay", "was seen as weak": what is held of the subject."""
        patient = verb.one("nsubjpass")
        reduced = patient is None and verb.dep == "acl" and verb.tag == "VBN"
        whole = patient.subtree() if patient else []
        if reduced:
            whole = [w for w in verb.head.subtree() if w.i <= verb.head.i]
        if not whole or any(p.lower == "about" for p in verb.all("prep")):
            return
        agent = next(iter(clause(verb).agents), None)
        told = verb.one("xcomp", "oprd", "ccomp") or next(
            (p for p in verb.all("prep") if p.lower == "as"), None
        )
        held = told is not None and self._has("held", verb.lemma)
        if held or (patient and self._has("topic", verb.lemma)):
            words = trimmed([*whole, *(told.subtree() if told else ())])
            yield self._speech(agent, cue_of(verb), words, "held", verb, voiced=False)

    def _seemed(self, verb: Word) -> Iterator[Speech]:
        """Yield "seems to have paid", "it appears that ...": how it looks to whoever writes."""
        told = verb.one("xcomp", "oprd", "ccomp", "acomp")
        subject = verb.one("nsubj")
        if verb.lemma not in {"seem", "appear"} or told is None or subject is None:
            return
        if told.pos == "VERB" and any(self._verb(told)):
            return  # "seemed to mock the plan": the mocker's
        before = [] if subject.lower == "it" else list(subject.subtree())
        yield self._speech(None, cue_of(verb), trimmed([*before, *told.subtree()]), "seems", verb,
                           voiced=False)  # fmt: skip

    def _felt(self, verb: Word) -> Iterator[Speech]:
        """Yield "was thrilled with the deal", "is torn over it"."""
        subject = verb.one("nsubjpass", "nsubj")
        if verb.tag != "VBN" or subject is None or not self._has("feel", verb.lemma):
            return
        for p in verb.all("prep", "agent"):
            below = p.one("pobj", "pcomp")
            if below is not None and p.lower in _CARRY | {"by"}:
                cue = (*cue_of(verb), p)
                yield self._speech(
                    subject, cue, trimmed(phrase_of(below)), "mind", verb, voiced=False
                )
                return

    def _wanted(self, verb: Word) -> Iterator[Speech]:
        below = verb.one("xcomp") or verb.one("ccomp")
        if below is None or not self._has("want", verb.lemma) or not is_infinitive(below):
            return
        objects = [w for o in verb.all("dobj") if o.i < below.i for w in o.subtree()]
        words = trimmed([*objects, *below.subtree()])
        yield from self._mentioned(verb, cue_of(verb), words, "wants")

    def _about(self, verb: Word) -> Iterator[Speech]:
        for p, below in prepositions(verb):
            if not self._takes(verb, p):
                continue
            after = [x for x in verb.all("xcomp", "advcl") if x.i > below.i and is_infinitive(x)]
            asked = p.lower in {"on", "upon", "for"} and verb.lemma == "call"
            words = [*phrase_of(below), *(w for x in after if asked for w in x.subtree())]
            words = [w for w in words if w is not p]
            path = (p, p.head) if p.head.dep in {"advmod", "prt"} else (p,)
            cue = tuple(sorted({*cue_of(verb), *path}, key=lambda w: w.i))
            yield from self._mentioned(verb, cue, trimmed(words), "about")
            return

    def _takes(self, verb: Word, p: Word) -> bool:
        """Whether the verb has its object behind this preposition: "call for", "argue against"."""
        ways = {p.lower} if p.head is verb else {p.lower, p.head.lower}
        if any(self._has("about", f"{verb.lemma} {way}") for way in ways):
            return True
        known = self.speaks(verb) or self._has("topic", verb.lemma)
        free = p.head is verb and known and not verb.one("dobj")
        return free and p.lower in {"about", "against", "over"}

    def _topic(self, verb: Word) -> Iterator[Speech]:
        particles = verb.all("prt", "advmod")
        phrasal = any(self._has("about", f"{verb.lemma} {c.lower}") for c in particles)
        if not phrasal and not self._has("topic", verb.lemma):
            return
        object_ = verb.one("dobj") or gerund_below(verb) or small_clause(verb)
        lends = self._has("light", verb.lemma)
        if object_ is None or (lends and any(self._noun(object_))):
            return
        if self._has("deeds", verb.lemma) and self._has("things", object_.lemma):
            return
        if any(issuer(c) and any(self._verb(c)) for c in object_.all("acl", "relcl")):
            return
        rest = [c for c in verb.all("oprd", "prep", "dative") if c.i > object_.i]
        words = trimmed([*phrase_of(object_), *(w for r in rest for w in r.subtree())])
        yield from self._mentioned(verb, cue_of(verb), words, "topic")

    def _mentioned(
        self, verb: Word, cue: tuple[Word, ...], words: tuple[Word, ...], rule: str
    ) -> Iterator[Speech]:
        subject = subject_of(verb)
        mine = own(subject, verb) | {w.i for w in cue}
        words = tuple(w for w in words if w.i not in mine)
        asked = verb.one("auxpass") is not None and rule == "about"
        if (subject is not None or asked) and words:
            yield self._speech(subject, cue, words, rule, verb, voiced=False)

    def _speech(
        self,
        subject: Word | None,
        cue: tuple[Word, ...],
        content: tuple[Word, ...],
        rule: str,
        verb: Word,
        *,
        voiced: bool = True,
    ) -> Speech:
        inside = [w.i in self.quoted for w in content if w.pos != "PUNCT"]
        taken = {w.i for w in (*content, *cue)}
        named = verb.one("nsubj") or subject
        if named is None or named.lower not in RELATIVE:
            named = subject
        whole = named.subtree() if named else []
        whole = whole if verb not in whole else [w for w in whole if w.i < cue[0].i]
        source = tuple(w for w in whole if w.i not in taken)
        return Speech(
            source or ((named,) if named else ()),
            cue,
            content,
            speaker(self.cast, subject),
            rule,
            verb.lemma,
            verbatim=bool(inside) and all(inside),
            voiced=voiced,
        )

    # ------------------------------------------------------------ adjectives and nouns

    def _mind(self, word: Word) -> Iterator[Speech]:
        be = word.head
        if word.dep != "acomp" or be.lemma not in {"be", "feel", "remain", "seem"}:
            return
        if not self._has("mind", word.lemma):
            return
        subject = next(iter(clause(be).agents), None)
        below = word.one("ccomp", "xcomp") or be.one("ccomp")
        p = word.one("prep")
        inner = below or (p.one("pobj", "pcomp") if p else None)
        if subject is None or inner is None or subject.lower in {"it", "there", "that", "this"}:
            return
        cue = (*cue_of(be), *(c for c in word.all("advmod", "neg")), word)
        cue = cue if below or p is None else (*cue, p)
        words = trimmed(w for w in inner.subtree() if w not in cue)
        yield self._speech(subject, cue, words, "mind", word, voiced=False)

    def _stands(self, noun: Word) -> Iterator[Speech]:
        """Yield "is a critic of ..."."""
        if noun.dep != "attr" or not self._has("stands", noun.lemma.lower()):
            return
        p = next((p for p in noun.all("prep") if p.lower == "of"), None)
        below = p.one("pobj", "pcomp") if p else None
        subject = next(iter(clause(noun.head).agents), None)
        if p is not None and below is not None and subject is not None:
            before = [w for w in noun.subtree() if w.i < noun.i]
            cue = (*cue_of(noun.head), *before, noun, p)
            words = trimmed(phrase_of(below))
            yield self._speech(subject, cue, words, "stands", noun, voiced=False)

    def _noun(self, noun: Word) -> Iterator[Speech]:
        """Yield "the claim that ...", "the decision to ...", "their support for ..."."""
        lemma = noun.lemma.lower()
        if noun.dep == "pobj" and self.speaks(noun.head.head):
            return  # "said in a statement that": the verb's
        lent = noun.dep == "dobj" and self._has("light", noun.head.lemma)
        told = that_clause(noun, noun.head if lent else None)
        words = self.cast.lexicon.lists["modality"]
        owner = self._owner(noun)
        if told is not None:
            known = lemma in words["hope_nouns"] or lemma in words["allege_nouns"]
            light = owner is not None and owner.dep != "poss" and lemma != "fact"
            if known or light or self._has("nouns", lemma):
                speech = self._by(owner, noun, (), told, "noun-that")
                yield replace(speech, listed=known or owner is not None)
            return
        inner = noun.one("acl", "ccomp")
        carries = self._has("nouns", lemma) or (lent and self._has("lent", lemma))
        if not carries or (owner is None and not self._has("unowned", lemma)):
            return
        if inner is not None and is_infinitive(inner):
            yield self._by(owner, noun, (), inner, "noun-to")
            return
        verbs = noun.head.all("prep", "dative") if lent else []
        hung = [p for p in verbs if p.i > noun.i and p.lower != "in"]
        for p in [*noun.all("prep"), *hung]:  # "took issue with": the parser hangs it on either
            below = p.one("pobj", "pcomp")
            if below is not None and p.lower in _CARRY:
                yield self._by(owner, noun, (p,), below, "noun-of")
                return

    def _owner(self, noun: Word) -> Word | None:
        """Return who holds it: the possessor, or the subject of "made the claim"."""
        poss = noun.one("poss")
        if poss is not None:
            return poss
        verb = noun.head
        if noun.dep == "dobj" and self._has("light", verb.lemma):
            return next(iter(clause(verb).agents), None)
        return None

    def _by(
        self,
        owner: Word | None,
        noun: Word,
        p: tuple[Word, ...],
        below: Word,
        rule: str,
    ) -> Speech:
        light = owner is not None and owner.dep != "poss"
        before = [*cue_of(noun.head), *(w for w in noun.subtree() if w.i < noun.i)] if light else []
        cue = (*before, noun, *p)
        voiced = rule == "noun-that"
        return self._speech(owner, cue, trimmed(below.subtree()), rule, noun, voiced=voiced)

    # ------------------------------------------------------------ prepositions

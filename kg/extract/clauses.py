"""Who does what to whom: one voice-normalised clause a verb, control and conjunction undone."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.annotate import Parse, Word

_COLLECTIVE = {
    "group", "crowd", "unit", "band", "gang", "mob", "team", "number", "dozen", "hundred",
    "handful", "thousand", "pair", "majority", "score", "convoy", "squad",
}  # fmt: skip
RELATIVE = {"who", "which", "that", "whom"}
OBJECT_CONTROL = {
    "urge", "ask", "order", "force", "allow", "press", "call", "tell", "fund", "pay", "help",
    "permit", "enable", "invite", "require", "persuade", "convince", "encourage", "forbid",
    "authorize", "expect", "want",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """A verb with its arguments as words, the coordinated ones spelled out.

    `agents` do it, `patients` suffer it, whatever the voice; `objects` are the words right behind
    an active verb (the same as `patients` there). A relative pronoun is replaced by its noun.
    `borrowed` is the verb whose subject does it too: "said" of "firing shots, he said ...".
    """

    verb: Word
    agents: tuple[Word, ...]
    patients: tuple[Word, ...]
    borrowed: Word | None = None

    @property
    def is_loose(self) -> bool:
        """Whether it is a relative clause that skips a noun nearer than the one it hangs on.

        "The family of a man who was killed": the parser guesses, so harm is not read from it.
        """
        verb = self.verb
        while verb.dep == "conj" and verb.head.pos == "VERB":
            verb = verb.head
        noun = verb.head
        inner = [o for p in noun.all("prep") for o in p.all("pobj") if o.i < verb.i]
        nearer = any(o.pos == "NOUN" or o.head.lower == "of" for o in inner)
        nearer = nearer or any(o.i < verb.i for o in noun.all("conj"))
        return verb.dep == "relcl" and nearer and noun.lemma.lower() not in _COLLECTIVE

    def behind(self, *prepositions: str) -> list[Word]:
        """Return what stands behind these prepositions at the verb."""
        partner = partner_of(self.verb)
        shared = behind(partner, *prepositions) if partner else []
        return behind(self.verb, *prepositions) + shared


def clauses(parse: Parse) -> list[Clause]:
    """Return a clause for each verb, in the order of the text."""
    return [clause(w) for w in parse.words if w.pos in {"VERB", "AUX"} and w.dep != "aux"]


def clause(verb: Word) -> Clause:
    """Put one verb's arguments together."""
    subjects, passive = _subjects(verb)
    objects = [o for w in verb.all("dobj", "dative") if w.pos != "ADP" for o in conjuncts(w)]
    partner = None if objects or passive else partner_of(verb)
    if partner:
        objects = [o for w in partner.all("dobj") for o in conjuncts(w)]
    if passive:
        agents = [o for w in verb.all("agent") for p in w.all("pobj") for o in conjuncts(p)]
        return Clause(verb, tuple(agents), tuple(subjects), _lender(verb))
    objects = [o for o in objects if not _hides_infinitive(o)]
    objects = [_antecedent(verb, w) for w in objects] or _relative_object(verb)
    return Clause(verb, tuple(subjects), tuple(objects), _lender(verb))


def _hides_infinitive(noun: Word) -> bool:
    """Whether the parser made a noun phrase of "to jail migrants"."""
    return any(w.lower == "to" and w.i < noun.i for w in noun.subtree())


def _lender(verb: Word) -> Word | None:
    """Return the verb above a subjectless participle, of which it is but an adverbial."""
    while verb.dep == "conj" and not verb.one("nsubj", "nsubjpass"):
        verb = verb.head
    if verb.one("nsubj", "nsubjpass") or verb.dep not in {"advcl", "pcomp"}:
        return None
    return next((w for w in verb.ancestors() if w.pos in {"VERB", "AUX"}), None)


def conjuncts(word: Word) -> list[Word]:
    """Return a word and those coordinated with it, but for what is excepted or only perhaps so.

    Of "Peru or Chile" there is none: the text leaves open which.
    """
    joints = {c.lower for c in word.all("cc")}
    if "or" in joints and word.all("conj"):
        return []
    found = [word]
    for other in word.all("conj"):
        doubted = any(c.lower in _PERHAPS for c in other.children) or "but" in joints
        if other.pos in {"NOUN", "PROPN", "PRON", "NUM"} and not doubted:
            found.extend(conjuncts(other))
    return found


_PERHAPS = {
    *("perhaps", "possibly", "maybe", "probably", "allegedly", "reportedly", "likely", "not"),
    *("presumably", "supposedly", "apparently", "purportedly", "potentially"),
}


def examples(word: Word) -> list[Word]:
    """Return what "like", "such as" or "including" names behind a noun."""
    found = []
    for p in word.all("prep"):
        bare = word.tag == "NNS" and not word.one(
            "det", "nummod", "amod", "relcl", "compound", "poss"
        )
        alike = p.lower == "like" and not bare  # "men like Soto" need not be Soto
        if alike or p.lower == "including" or (p.lower == "as" and p.one("amod", "advmod")):
            found += [o for w in p.all("pobj") for o in conjuncts(w)]
    return found


def behind(word: Word, *prepositions: str) -> list[Word]:
    """Return the nouns behind these prepositions, coordinated ones included."""
    found = []
    for p in word.all("prep", "agent", "dative"):
        if p.lower in prepositions:
            found += [o for w in p.all("pobj") for o in conjuncts(w)]
        for q in p.all("prep"):  # "from Peru to Chile" may hang "to" on "from"
            if q.lower in prepositions:
                found += [o for w in q.all("pobj") for o in conjuncts(w)]
    return found


def is_passive(verb: Word) -> bool:
    """Whether the verb is a passive, a full one or a participle behind its noun."""
    if verb.one("auxpass", "nsubjpass"):
        return True
    return verb.dep == "acl" and verb.tag == "VBN" and not _lost_verb(verb) and not _whom(verb)


def is_after(verb: Word) -> bool:
    """Whether what follows comes after it: "after serving at Acme"."""
    while verb.dep == "conj":
        verb = verb.head
    return verb.dep == "pcomp" and verb.head.lower == "after"


def _whom(verb: Word) -> Word | None:
    """Return the noun of "the guard whom rebels killed was", where "killed" hangs on "rebels"."""
    noun, above = verb.head, verb.head.head
    asked = any(c.lower == "whom" and c.i < noun.i for c in above.children)
    return above.head if asked and above.dep == "relcl" and noun.dep == "nsubj" else None


def _lost_verb(verb: Word) -> bool:
    """Whether the parser took the main verb for a participle: "Chile, which ..., paid Peru"."""
    noun = verb.head
    return noun.head is noun and verb.one("dobj") is not None and noun.one("relcl") is not None


def is_imperative(verb: Word) -> bool:
    """Whether the verb is an order, or a headline that reads like one: "Hold the migrants"."""
    alone = verb.head is verb and verb.tag == "VB"
    return alone and not verb.one("nsubj", "nsubjpass", "aux", "auxpass", "csubj", "expl")


def _subjects(verb: Word, hops: int = 0) -> tuple[list[Word], bool]:
    passive = is_passive(verb)
    own = verb.one("nsubj", "nsubjpass")
    if own is not None:
        named = [s for w in _past_dateline(verb, own) for s in conjuncts(w)]
        return [_antecedent(verb, w) for w in named], passive
    if verb.dep == "acl" and verb.tag in {"VBN", "VBG"}:
        return [verb.head], passive
    controlled = _controller(verb)
    if controlled is not None:
        return conjuncts(controlled), passive
    if hops < 4 and verb.dep in {"conj", "xcomp", "advcl", "pcomp"}:
        above = verb.head if verb.head.pos in {"VERB", "AUX"} else verb.head.head
        above = above.head if above.dep == "acomp" else above  # "pleaded guilty to"
        owns_up = verb.head.lower == "to" and above.lemma in _OWN_UP
        reached = verb.dep != "pcomp" or verb.head.lower in _SAME_SUBJECT or owns_up
        if above.pos in {"VERB", "AUX"} and reached:
            subjects, passive_above = _subjects(above, hops + 1)
            bare = verb.tag == "VBN" and not verb.one("aux", "dobj")
            shared = passive_above if verb.dep == "conj" else verb.dep == "advcl"
            return subjects, passive or (bare and shared)
    return [], passive


def _past_dateline(verb: Word, subject: Word) -> list[Word]:
    """Return the subject, or the one behind "LIMA (Agency) - ": a dateline does nothing."""
    second = [w for w in verb.all("nsubj", "nsubjpass") if w.i > subject.i]
    near = [c for w in (subject, *second) for c in w.all("punct")]
    dashes = [c for c in near if c.text in {"-", "--", "–", "—", ":"} and c.i > subject.i]
    if not dashes or subject.pos != "PROPN":
        return [subject]
    root = next((w for w in [subject, *subject.ancestors()] if w.head is w), subject)
    at_start = subject.i - root.subtree()[0].i <= 2
    agency = any(w.text == "(" for w in subject.subtree())
    if not (at_start and (subject.text.isupper() or agency)):
        return [subject]
    return [w for w in (*second, *subject.all("appos")) if w.i > dashes[0].i][:1]


def _antecedent(verb: Word, word: Word) -> Word:
    """Replace the relative pronoun of a clause by the noun it hangs on."""
    if word.lower not in RELATIVE:
        return word
    clause_head = verb
    while clause_head.dep in {"conj", "xcomp", "ccomp"} and clause_head.head.pos in {"VERB", "AUX"}:
        clause_head = clause_head.head
    if clause_head.dep != "relcl":
        return word
    noun = clause_head.head
    if noun.pos == "PROPN" and noun.dep == "pobj" and noun.text in _MONTHS:
        noun = noun.head.head  # "an accident in May, which ..."
    return word if skips(word, noun) else noun


def skips(word: Word, name: Word) -> bool:
    """Whether a relative pronoun may be of another noun: "a pact with Iran, which".

    Of "Vexel is the parent of Acme, which" it is rather of the nearer name.
    """
    near = [w for w in name.subtree() if w.i < word.i and w.pos != "PUNCT"]
    if name.dep == "attr" and word.lower == "which" and near[-1].pos == "PROPN":
        return near[-1] is not name
    above = name.head.head if name.pos == "PROPN" and name.dep == "pobj" else name
    of_noun = above is not name and above.pos == "NOUN"
    return of_noun and (word.lower in {"which", "that"} or above.dep == "appos")


_BLAME = {"accuse", "suspect", "convict", "acquit"}
_OWN_UP = {"plead", "confess", "admit"}
_SAME_SUBJECT = {"in", "after", "before", "by", "without", "since", "while", "when"}
_MONTHS = {
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
}  # fmt: skip


def _controller(verb: Word) -> Word | None:
    """Return the object that does the infinitive: "funded Chile to jail", "urge X to Y"."""
    above = verb.head
    infinitive = any(c.dep == "aux" and c.lower == "to" for c in verb.children)
    if infinitive and verb.dep in {"xcomp", "ccomp", "advcl"} and above.lemma in OBJECT_CONTROL:
        return above.one("dobj")
    if verb.dep == "pcomp" and verb.head.lower == "of":
        hung = verb.head.head  # on the verb, or by the parser on its object
        blame = hung.head if hung.dep in {"dobj", "nsubjpass"} else hung
        return next(iter(clause(blame).patients), None) if blame.lemma in _BLAME else None
    if infinitive and verb.dep in {"acl", "relcl"} and above.pos == "NOUN":
        return above.one("poss")
    return None


def partner_of(verb: Word) -> Word | None:
    """Return the second verb of "kidnapped and killed workers", whose object is the first's too."""
    if verb.one("dobj", "prep", "ccomp", "xcomp"):
        return None
    for other in verb.all("conj"):
        bare = other.pos == "VERB" and not other.one("nsubj", "nsubjpass", "aux", "auxpass")
        if bare and other.i - verb.i <= 3 and other.tag == verb.tag and other.one("dobj"):
            return other
    return None


def _relative_object(verb: Word) -> list[Word]:
    """Return the noun of "the prisoners whom they sent" or "the prisoners they sent"."""
    subject, whom = verb.one("nsubj"), _whom(verb)
    if whom is not None and verb.dep == "acl":
        return [whom]
    if verb.dep == "relcl" and subject is not None and subject.lower not in RELATIVE:
        return [] if verb.one("prep", "ccomp", "xcomp") else [verb.head]
    return []

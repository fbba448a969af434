"""A Document to an Extraction, by rules over a dependency parse; one file a stage."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from kg import gazetteer as gazetteers
from kg import resources
from kg.extract import lexicon as lexicons
from kg.extract import plugins
from kg.extract.annotate import annotate, model_digest
from kg.extract.attribute import attribute
from kg.extract.compose import compose
from kg.extract.consolidate import consolidate
from kg.extract.frames import Statement, statements
from kg.extract.imagined import unreal
from kg.extract.numbers import measured
from kg.extract.offices import office_statements
from kg.extract.opinions import bases, said_of
from kg.extract.places import place_statements
from kg.extract.quantities import quantities
from kg.extract.referents import referents
from kg.extract.referring import Reader
from kg.extract.relations import noun_statements
from kg.extract.ties import tie_statements
from kg.extract.unread import note_unread
from kg.extract.values import value_statements
from kg.extract.verify import verify
from kg.model import Document, Extraction
from kg.vocabulary import default as default_vocabulary

NAME = "rules"


def extract(
    document: Document,
    *,
    model: str | None = None,
    frames: str | None = None,
    extractor: str = NAME,
) -> Extraction:
    """Read a document; the same text gives the same Extraction, always and everywhere.

    `model` is the folder of another spaCy pipeline with ClearNLP labels; the default is the pinned
    one. `frames` is a file of further frames, guards and ties. `extractor` names a plug-in that
    reads in place of the rules; the gate is the same.

    Raises:
        MissingExtra: spaCy or its model is not installed.
        InputError: the model is not the pinned one, the file of frames is wrong, a plug-in fails.
        NotFoundError: no plug-in has this name.
    """
    if extractor == NAME:
        return _by_rules(document, model, frames)
    made = plugins.run(plugins.find(extractor), document, default_vocabulary())
    return verify(made, default_vocabulary(), gazetteers.default())


def _by_rules(document: Document, model: str | None, frames: str | None) -> Extraction:
    gazetteer, vocabulary = gazetteers.default(), default_vocabulary()
    lexicon = lexicons.default(frames)
    parse = annotate(document, model)
    cast = consolidate(parse, gazetteer, lexicon, vocabulary)
    speakers = attribute(cast)
    reader = Reader(cast, speakers)
    found = [*noun_statements(cast, speakers), *tie_statements(reader), *place_statements(reader)]
    found += [*office_statements(reader), *value_statements(reader)]
    amounts = quantities(parse)
    found += (measured(cast, s, amounts) for s in statements(cast, speakers))
    reasons = list(bases(cast, speakers))
    covered = _covered(found)
    found += said_of(cast, speakers, covered)
    note_unread(cast, speakers, found)
    told = unreal(cast, found)
    made = compose(cast, speakers, told, reasons, version(model, frames))
    checked = verify(made, vocabulary, gazetteer)
    spoken_of = referents(cast, speakers, checked.entities)
    return replace(checked, referents=spoken_of, quantities=amounts)


def _covered(found: Iterable[Statement]) -> set[int]:
    """Return the words whose attribution a frame has read already."""
    return {w.i for s in found if s.event for w in s.trigger}


@cache
def version(model: str | None = None, frames: str | None = None, extractor: str = NAME) -> str:
    """Return the extractor's name with a digest of rules, lexicons, ontology and model.

    Evidence made by another version is made again. A plug-in states its version itself.

    Raises:
        InputError: the file of frames is wrong.
        NotFoundError: it is not there.

    >>> version().startswith("rules/")
    True
    """
    if extractor != NAME:
        return plugins.identity(plugins.find(extractor))
    lexicons.default(frames)  # a wrong file of frames is told before any document is read
    whole = hashlib.sha256()
    files = [*Path(__file__).parent.glob("*.py"), *resources.data("gazetteer").glob("*.tsv")]
    files += [resources.data("lexicons", "words.toml"), resources.ontology("frames.toml")]
    files += [resources.ontology("kg.ttl"), resources.ontology("ties.toml")]
    files += [resources.ontology("values.toml")]
    files += [Path(frames)] if frames else []
    for file in sorted(files, key=lambda f: (f.suffix, f.name)):
        whole.update(file.name.encode() + b"\0" + file.read_bytes())
    return f"{NAME}/{whole.hexdigest()[:12]}+{model_digest(model)}"

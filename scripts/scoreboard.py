#!/usr/bin/env python3
"""Measure how well prose is read, on a benchmark folder with its own scorer and on a seed article.

usage: scripts/scoreboard.py BENCH SEED [--only SET ...] [--jobs N] [--json FILE] [--keep FOLDER]

BENCH holds `score.py` and the sets; what each metric means is in its README. SEED holds
`article.txt`, `competency.yaml` and `gold.yaml`. One row a metric: items, precision, recall, F1
with its 95 % interval, the target and what to aim for, and the figure published by others.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import competency

from kg.build import build
from kg.errors import KgError
from kg.knowledge import KnowledgeGraph

NAMES = Path(__file__).parent / "benchmark_names.json"
KG = (sys.executable, "-c", "from kg.cli import entry; entry()")


@dataclass(frozen=True)
class Metric:
    """One row that the scorer gives: its key, what people call it, and what is expected of it."""

    key: str
    name: str
    target: str = ""
    aim: str = ""
    published: str = ""


@dataclass(frozen=True)
class Row:
    """One line of the table; figures as they are printed, "" where there is none."""

    set: str
    name: str
    n: str
    p: str = ""
    r: str = ""
    f1: str = ""
    interval: str = ""
    target: str = ""
    aim: str = ""
    published: str = ""


POLNEAR = (
    Metric("overlap.source", "source, by token", ".75", ".85", ".853 Citron on PARC3"),
    Metric("overlap.cue", "cue, by token", ".65", ".77", ".768 Citron on PARC3"),
    Metric("overlap.content", "content, by token", ".84", ".85", ".833 Citron on PARC3"),
    Metric("exact.all", "source, cue and content exact", ".45", ".57", ".567 Citron on PARC3"),
    Metric("linked", "who said what", ".50", ".60"),
    Metric("linked.quoted", "who said what, quoted"),
)
CONLL04 = (
    Metric("entities", "names with type", ".65", ".75", ".643 Mistral Small, zero-shot"),
    Metric("relations", "relations", ".33", ".45", ".330 Mistral Small, zero-shot"),
)
GUM = (
    Metric("mention.named", "named mentions"),
    Metric("mention.nominal", "nominal mentions"),
    Metric("mention.named+mention.nominal", "both", ".60", ".70"),
    Metric("coref.mean", "coreference, mean of MUC, B3, CEAFe", ".45", ".60"),
)
KNOWLEDGENET = (
    Metric("text", "facts of 15 properties", ".40", ".52", ".518 baseline 1, fold 5"),
    Metric("text.no_pronouns", "the same, no pronouns"),
)
SETS: dict[str, tuple[str, tuple[Metric, ...]]] = {
    "polnear": ("polnear/dev", POLNEAR),
    "conll04": ("conll04/dev", CONLL04),
    "gum": ("gum-news", GUM),
    "knowledgenet": ("knowledgenet", KNOWLEDGENET),
}


def main() -> int:
    """Measure what was asked for and print the table; 0 when every set was scored."""
    given = _arguments()
    chosen = given.only or ["seed", *SETS, "speed"]
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        work = given.keep or Path(folder)
        work.mkdir(parents=True, exist_ok=True)
        for name in chosen:
            rows += _measured(name, given.bench, given.seed, work, given.jobs)
            print(f"{name} measured", file=sys.stderr)
    print(table(rows))
    if given.json:
        given.json.write_text(json.dumps([asdict(row) for row in rows], indent=1))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("bench", type=Path)
    parser.add_argument("seed", type=Path)
    parser.add_argument("--only", action="append", choices=["seed", *SETS, "speed"])
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", type=Path, help="write the rows here as well")
    parser.add_argument("--keep", type=Path, help="keep what was read here")
    given = parser.parse_args()
    for needed in (given.bench / "score.py", given.seed / "article.txt"):
        if not needed.is_file():
            parser.error(f"no {needed.name} in {needed.parent}")
    return given


def _measured(name: str, bench: Path, seed: Path, work: Path, jobs: int) -> list[Row]:
    if name == "seed":
        return list(seed_rows(seed, work))
    if name == "speed":
        return list(speed_rows(sorted((bench / "polnear/dev/text").glob("*.txt"))))
    folder, metrics = SETS[name]
    texts = _texts(bench, name, folder, work)
    read = work / f"{name}.jsonl"
    extract(texts, read, jobs)
    scores = scored(name, bench, bench / folder, read)
    rows = [row(name, metric, scores, len(texts)) for metric in metrics]
    if name == "gum":
        rows.append(quote_row("gum", texts, work))
    return rows


def _texts(bench: Path, name: str, folder: str, work: Path) -> list[Path]:
    """Return the texts of a set; those of KnowledgeNet are written out first."""
    if name != "knowledgenet":
        return sorted((bench / folder / "text").glob("*.txt"))
    command = (sys.executable, bench / "score.py", "texts", "--gold", bench / folder)
    subprocess.run([*command, "--out", work / "texts"], check=True, capture_output=True)
    return sorted((work / "texts").glob("*.txt"))


def extract(texts: list[Path], out: Path, jobs: int) -> None:
    """Read texts with `kg extract` in so many processes at once; the lines are in their order."""
    size = -(-len(texts) // jobs) or 1
    shards = [texts[i : i + size] for i in range(0, len(texts), size)]

    def read(shard: Iterable[Path]) -> bytes:
        return subprocess.run([*KG, "extract", *shard], stdout=subprocess.PIPE, check=True).stdout

    with ThreadPoolExecutor(jobs) as pool, out.open("wb") as file:
        file.writelines(pool.map(read, shards))


def scored(name: str, bench: Path, gold: Path, read: Path) -> dict[str, Any]:
    """Return the metrics that the benchmark's scorer gives for extractions as JSON lines."""
    command = [sys.executable, bench / "score.py", name, "--gold", gold, "--pred", read, "--json"]
    done = subprocess.run([*command, "--names", NAMES], capture_output=True, check=True)
    metrics: dict[str, Any] = json.loads(done.stdout)["metrics"]
    return metrics


def row(name: str, metric: Metric, scores: dict[str, Any], texts: int) -> Row:
    """Return the line of a metric; of two joined by "+", the sums of both."""
    found = [scores[key] for key in metric.key.split("+")]
    one = _summed(found) if len(found) > 1 else found[0]
    low, high = one.get("ci95") or (None, None)
    return Row(
        set=name,
        name=metric.name,
        n=f"{one.get('n_gold', '')} in {texts}",
        p=_figure(one.get("p")),
        r=_figure(one.get("r")),
        f1=_figure(one.get("f1")),
        interval="" if low is None else f"{_figure(low)}-{_figure(high)}",
        target=metric.target,
        aim=metric.aim,
        published=metric.published,
    )


def _summed(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return P, R and F1 of several metrics taken together (micro average)."""
    gold, pred = (sum(r[key] for r in rows) for key in ("n_gold", "n_pred"))
    p = sum(r["p"] * r["n_pred"] for r in rows) / pred if pred else 0.0
    r_ = sum(r["r"] * r["n_gold"] for r in rows) / gold if gold else 0.0
    return {"p": p, "r": r_, "f1": 2 * p * r_ / (p + r_) if p + r_ else 0.0, "n_gold": gold}


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}".lstrip("0") or "0"


# ---------------------------------------------------------------- the seed article


def seed_rows(seed: Path, work: Path) -> Iterator[Row]:
    """Build the seed article, ask its questions, look for what must not be a fact."""
    import yaml

    asked = yaml.safe_load((seed / "competency.yaml").read_text(encoding="utf-8"))
    gold = yaml.safe_load((seed / "gold.yaml").read_text(encoding="utf-8"))
    build([seed / "article.txt"], work / "seed.kg")
    with KnowledgeGraph(work / "seed.kg") as graph:
        questions = asked["questions"]
        right = sum(_is_right(graph, asked["prefixes"], question) for question in questions)
        yield Row("seed", "questions answered exactly", f"{right} of {len(questions)}",
                  target="24", aim="28")  # fmt: skip
        wrong = list(forbidden(graph, gold))
        total = len(gold["not_relations"])
        name = "; ".join(["forbidden relations that are facts", *wrong])
        yield Row("seed", name, f"{len(wrong)} of {total}", target="0", aim="0")
        yield Row("seed", "facts drawn, to be judged by their quotes",
                  str(graph.graph().number_of_edges()), target="25", aim="25")  # fmt: skip
    yield quote_row("seed", [seed / "article.txt"], work)


def _is_right(graph: KnowledgeGraph, prefixes: str, question: dict[str, Any]) -> bool:
    expected = {str(line) for line in question["expect"]}
    try:
        return competency.answer(graph, prefixes, question) == expected
    except KgError:  # no such entity: no such answer
        return False


EVENTS = {"transferredTo": "Transfer", "agreementWith": "Agreement", "detainedAt": "Detention"}
"""Relations that the ontology has as events: a real one with both ends would say the same."""


def forbidden(graph: KnowledgeGraph, gold: dict[str, Any]) -> Iterator[str]:
    """Yield each relation of `not_relations` that is a fact, or that a real event says."""
    names = {e["id"]: _names(e) for e in [*gold["entities"], *gold["eventualities"]]}
    said = _facts(graph)
    for given in gold["not_relations"]:
        subjects = names.get(given["s"], {given["s"].casefold()})
        objects = names.get(given["o"], {given["o"].casefold()})
        if any((s, given["p"], o) in said for s in subjects for o in objects):
            yield f"{given['s']} {given['p']} {given['o']}"


def _facts(graph: KnowledgeGraph) -> set[tuple[str, str, str]]:
    """Return what the graph states, by folded labels: relations, events as EVENTS, their days."""
    drawn = graph.graph()
    label = {node: str(data["label"]).casefold() for node, data in drawn.nodes(data=True)}
    said = {
        (label[s], d["predicate"].rpartition("#")[2], label[o])
        for s, o, d in drawn.edges(data=True)
    }
    for node, data in drawn.nodes(data=True):
        ends = {label[n] for n in (*drawn.successors(node), *drawn.predecessors(node))}
        for relation, type_ in EVENTS.items():
            if data["kind"] in ("Event", "Situation") and type_ in data["type"]:
                said |= {(one, relation, other) for one in ends for other in ends}
    times = graph.query("SELECT ?e ?t { ?x kg:time/kg:timeText ?t ; skos:prefLabel ?e }")
    said |= {(str(t["e"]).casefold(), "occurredOn", str(t["t"]).casefold()) for t in times}
    return said


def _names(thing: dict[str, Any]) -> set[str]:
    given = [thing.get("label") or "", *(thing.get("aliases") or ()), thing["id"].replace("-", " ")]
    return {str(name).casefold() for name in given if name}


def quote_row(name: str, texts: Iterable[Path], work: Path) -> Row:
    """Build the texts and compare every quote of the store with the slice of its source."""
    out = work / f"{name}-quotes.kg"
    build(texts, out)
    query = (
        "SELECT ?id ?a ?b ?q { ?s kg:quote ?q ; kg:start ?a ; kg:end ?b ; kg:inDocument ?d ."
        " ?d dcterms:identifier ?id }"
    )
    equal = total = 0
    with KnowledgeGraph(out) as graph:
        for line in graph.query(query):
            source = out / "sources" / f"{str(line['id']).removeprefix('sha256:')}.txt"
            text = source.read_bytes().decode("utf-8")
            equal += text[int(line["a"]) : int(line["b"])] == line["q"]
            total += 1
    return Row(name, "quotes equal to their slice", f"{equal} of {total}", target="all", aim="all")


# ---------------------------------------------------------------- speed


def speed_rows(texts: list[Path]) -> Iterator[Row]:
    """Compare the CPU time of reading with that of the bare language model, in turns."""
    from kg import read
    from kg.extract import extract as extract_one
    from kg.extract.annotate import load_model

    documents = [read.read(path) for path in texts]
    nlp = load_model()  # the very pipeline, without anything of ours
    for document in documents[:3]:  # warm both
        nlp(document.text)
        extract_one(document)
    bare = _cpu(lambda d: nlp(d.text), documents)
    whole = _cpu(extract_one, documents)
    words = sum(len(d.text.split()) for d in documents)
    yield Row("speed", "words a CPU second, bare spaCy", f"{words / bare:,.0f}")
    yield Row("speed", "words a CPU second, kg extract", f"{words / whole:,.0f}")
    yield Row("speed", "cost over bare spaCy", f"{whole / bare:.2f}", target="1.25", aim="1.15")


def _cpu(work: Callable[[Any], object], documents: Iterable[Any]) -> float:
    start = time.process_time()
    for document in documents:
        work(document)
    return time.process_time() - start


# ---------------------------------------------------------------- the table


def table(rows: list[Row]) -> str:
    """Return the rows as a Markdown table under the day of the measurement (UTC)."""
    heads = ("set", "what", "n", "P", "R", "F1", "95 %", "target", "aim", "published")
    lines = [tuple(asdict(row).values()) for row in rows]
    widths = [max(len(line[i]) for line in [heads, *lines]) for i in range(len(heads))]
    rule = tuple("-" * width for width in widths)
    shown = (" | ".join(c.ljust(w) for c, w in zip(line, widths, strict=True))
             for line in (heads, rule, *lines))  # fmt: skip
    return "\n".join([f"Measured on {datetime.now(UTC):%Y-%m-%d}", *(f"| {s} |" for s in shown)])


if __name__ == "__main__":
    sys.exit(main())

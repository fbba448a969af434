#!/usr/bin/env python3
"""Ask a graph the questions of a YAML file, compare with the expected answers, count.

usage: scripts/competency.py GRAPH.kg QUESTIONS.yaml [--floor N]

A row is its values joined with " | "; rows compare as sets of strings; ASK is true or false. A
question with `path` is the shortest chain of facts between two entities, whatever their direction,
as the set of labels on it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.knowledge import KnowledgeGraph


def answer(graph: KnowledgeGraph, prefixes: str, question: dict[str, Any]) -> set[str]:
    """Return the rows of one question."""
    if "path" in question:
        ends = question["path"]
        hops = [hop for route in graph.path(ends["from"], ends["to"]) for hop in route]
        return {h[end] for h in hops for end in ("source_label", "target_label")}
    result = graph.query(prefixes + question["sparql"])
    if result.kind == "bool":
        return {"true" if result else "false"}
    return {" | ".join(_text(value) for value in row) for row in result.rows}


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def main() -> int:
    """Print a line a question and the total; 1 below the floor."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("graph", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--floor", type=int, default=0, help="exit 1 below so many right answers")
    options = parser.parse_args()
    try:
        import yaml
    except ImportError:
        sys.exit("error: reading questions needs PyYAML\nfix: pip install 'claimgraph[dev]'")
    try:
        asked = yaml.safe_load(options.questions.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        sys.exit(f"error: {options.questions}: {error}")
    right = 0
    with KnowledgeGraph(options.graph) as graph:
        for question in asked["questions"]:
            right += _report(graph, asked["prefixes"], question)
    print(f"{right} of {len(asked['questions'])} right")
    return 1 if right < options.floor else 0


def _report(graph: KnowledgeGraph, prefixes: str, question: dict[str, Any]) -> bool:
    expected = {str(row) for row in question["expect"]}
    try:
        got = answer(graph, prefixes, question)
    except KgError as error:
        got = {f"error: {error.what}"}
    is_right = got == expected
    print(f"{'ok  ' if is_right else 'MISS'} {question['id']}  {question['question']}")
    if not is_right:
        print(f"       missing: {sorted(expected - got)}")
        print(f"       wrong:   {sorted(got - expected)}")
    return is_right


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KgError as error:
        sys.exit(f"error: {error}")

"""The command by which a person decides: confirm, contest, merge, split, and take it back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import find_graph, graph_option

if TYPE_CHECKING:
    from kg.curate import Outcome

_ACTIONS = {
    "confirm": ("CLAIM", "It is so: what a named speaker says becomes a fact."),
    "contest": ("CLAIM", "It is disputed: kept as what the source says, no fact."),
    "reject": ("CLAIM", "The text does not say it: it was read wrongly."),
    "merge": ("ENTITY INTO", "Two entities are one; the second keeps its name."),
    "split": (
        "ENTITY [DOCUMENT]...",
        "Another, in these documents; without any: undo merges.",
    ),
    "rename": ("ENTITY NAME", "Another preferred name; the old one stays an alias."),
    "retype": ("ENTITY CLASS", "Another class, such as Person or NGO."),
    "link": ("ENTITY IRI", "It is the same as wd:Q419, or any IRI."),
    "unlink": ("ENTITY IRI", "It is not."),
    "assert": (
        "SUBJECT RELATION OBJECT",
        "A claim that was not read; its document and quote.",
    ),
    "undo": ("NUMBER", "Take a decision back; kg decide lists them."),
}


@click.group(
    invoke_without_command=True,
    epilog="\b\nExamples:\n  kg decide"
    "\n  kg decide contest 'CECOT located in El Salvador' --why 'the map differs'"
    "\n  kg decide rename CECOT 'Terrorism Confinement Center'",
)
@graph_option
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@click.pass_context
def decide(context: click.Context, graph: str | None, as_json: bool) -> None:
    """Confirm or contest a claim, merge or split entities, and undo it; alone, list decisions.

    A decision is one more line of decisions.jsonl, with who took it, when and why; what was read
    never changes. A claim is meant by the id that `kg claims` and `kg show` give it, or its words.
    """
    if context.invoked_subcommand:
        context.obj = {**(context.obj or {}), "graph": graph}
        return
    from kg.curate import decisions

    found = decisions(find_graph(graph))
    if as_json:
        _dump(found)
        return
    from kg.cli.tables import show

    if not found:
        click.echo("no decisions")
        return
    rows = [
        (str(d["number"]), d["at"][:10], d["by"], d["do"], target(d), d.get("why", ""),
         "yes" if d["in_force"] else "–" if d["do"] == "undo" else "undone") for d in found
    ]  # fmt: skip
    show(("number", "day", "by", "decision", "on", "why", "in force"), rows)


def _command(action: str, metavar: str, help_: str) -> click.Command:
    """Make the command of one action."""

    @decide.command(action, help=help_, short_help=help_)
    @click.argument("targets", nargs=-1, required=True, metavar=metavar)
    @graph_option
    @click.option("--why", default="", metavar="TEXT", help="The reason, kept with the decision.")
    @click.option("--by", default="", metavar="NAME",
                  help="Who decides.  [default: KG_REVIEWER, else the login name]")  # fmt: skip
    @click.option("--dry-run", "is_dry", is_flag=True, help="Say what it would do; write nothing.")
    @click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
    @click.pass_context
    def command(
        context: click.Context, /, targets: tuple[str, ...], graph: str | None, as_json: bool,
        **given: Any,
    ) -> None:  # fmt: skip
        from kg.curate import decide as take

        directory = find_graph(graph or context.obj["graph"])
        outcome = take(directory, action, *targets, **given)
        if as_json:
            import dataclasses

            _dump(dataclasses.asdict(outcome))
        else:
            click.echo("\n".join(_told(outcome, str(directory), is_dry=given["is_dry"])))
        for line in outcome.unheeded:
            click.echo(f"warning: {line}", err=True)

    if action == "assert":
        for name, help_ in (("quote", "The words."), ("document", "Which document says so.")):
            option = click.Option([f"--{name}"], required=True, metavar="TEXT", help=help_)
            command.params.insert(1, option)
    return command


def _told(outcome: Outcome, directory: str, *, is_dry: bool) -> Iterator[str]:
    """Yield what was decided, which facts came and went, and how to take it back."""
    for number, record in zip(outcome.numbers, outcome.records, strict=True):
        would = "would be decision" if is_dry else "decision"
        yield f"{would} {number}: {record['do']} {target(record)}"
    yield from (f"  now a fact: {line}" for line in outcome.gained)
    yield from (f"  no fact any more: {line}" for line in outcome.lost)
    if not outcome.gained and not outcome.lost:
        is_words = any(r.get("predicate") == "" for r in outcome.records)
        why = ": the claim is of words, not of a relation" if is_words else ""
        yield f"  no fact came or went{why}"
    if not is_dry:
        yield f"take it back: kg decide undo {outcome.numbers[-1]} -g {directory}"


def target(record: dict[str, Any]) -> str:
    """Return in a few words what a decision is on."""
    from kg.query.results import curie
    from kg.vocabulary import PREFIXES

    def short(iri: str) -> str:
        return curie(iri, PREFIXES)

    match record["do"]:
        case "merge":
            return f"{short(record['entity'])} into {short(record['into'])}"
        case "undo":
            return str(record["decision"])
        case "assert":
            ends = (short(record[k]) for k in ("subject", "object"))
            return f" {record['predicate']} ".join(ends)
        case "confirm" | "contest" | "reject":
            return f"“{record['quote']}”" if "quote" in record else record["claim"]
    fields = (record[k] for k in ("label", "type", "match") if k in record)
    more = next(fields, ", ".join(map(short, record.get("parts", ()))))
    return f"{short(record['entity'])}: {more}"


def _dump(found: Any) -> None:
    import json

    click.echo(json.dumps(found, ensure_ascii=False, indent=2))


for _action, (_metavar, _help) in _ACTIONS.items():
    _command(_action, _metavar, _help)

COMMANDS: tuple[click.Command, ...] = (decide,)

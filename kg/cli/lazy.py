"""The commands, each imported when it is run: the help of `kg` lists them without."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from importlib import import_module

import click

from kg import resources

_THEMES = {
    "building": {
        "build": (
            "Build or extend a graph from documents, "
            "folders of them, and patterns ('news/**/*.html')."
        ),
        "extract": "Print what is read in each file, without a graph.",
    },
    "importing": {
        "import": "Take a table or another program's graph in, every row and edge as evidence.",
    },
    "asking": {
        "query": "Ask in SPARQL; the prefixes kg, id, skos, rdf, rdfs, dcterms are known.",
        "ask": "Ask a named question; without a name, list them.",
    },
    "looking": {
        "find": "Search names, aliases and sentences; case, accents and small slips do not matter.",
        "show": "Show one entity: names, facts and claims, each with its sentence.",
        "path": "Find the shortest routes between two entities, each hop with its sentence.",
        "timeline": "List what happened in order of time, then what has no date: none is guessed.",
        "claims": "List what is said, by whom and how surely, whether or not it is established.",
        "sources": (
            "List the documents and how much rests on each; of one, everything that rests on it."
        ),
        "stats": "Count entities by type, facts, claims by modality and standing, documents.",
    },
    "deciding": {
        "decide": (
            "Confirm or contest a claim, merge or split entities, "
            "and undo it; alone, list decisions."
        ),
    },
    "rendering": {
        "render": "Draw the graph as one interactive page, or as a static picture.",
    },
    "giving": {
        "export": "Write the graph for another program; say in one line what it does not carry.",
    },
    "checking": {
        "verify": (
            "Check sums, quotes, invariants and the projection rule; exit 1 if anything is wrong."
        ),
        "diff": (
            "Tell what differs between two graphs, each line with its sentence; "
            "exit 1 if anything does."
        ),
    },
}
"""By module, each of its commands with the first sentence of the command's help."""
_MEANT = {
    **dict.fromkeys(("search", "grep", "lookup"), "find"),
    **dict.fromkeys(("add", "read", "update", "rebuild", "ingest"), "build"),
    **dict.fromkeys(("info", "count", "summary", "status"), "stats"),
    **dict.fromkeys(("draw", "plot", "view", "open", "visualize", "page", "html"), "render"),
    **dict.fromkeys(("convert", "dump", "save"), "export"),
    **dict.fromkeys(("documents", "docs", "articles"), "sources"),
    **dict.fromkeys(("events", "when"), "timeline"),
    **dict.fromkeys(("check", "validate"), "verify"),
    **dict.fromkeys(("compare", "changes", "difference"), "diff"),
    **dict.fromkeys(("list", "questions"), "ask"),
    **dict.fromkeys(("entity", "describe"), "show"),
    **dict.fromkeys(("route", "connect", "between"), "path"),
    "load": "import", "sparql": "query", "quotes": "ask quotes", "who": "ask who-said-what",
    **{action: f"decide {action}" for action in (
        "confirm", "contest", "reject", "assert", "merge", "split", "rename", "retype", "link",
        "unlink", "undo",
    )},
}  # fmt: skip
"""What people call a command that has another name here."""
_HELP = {name: told for theme in _THEMES.values() for name, told in theme.items()}
_MODULE = {name: module for module, theme in _THEMES.items() for name in theme}


class Commands(MutableMapping[str, click.Command]):
    """Commands by name, which look like a dict to click."""

    def __init__(self) -> None:
        self._added: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._added:
            module = import_module(f"kg.cli.{_MODULE[name]}")
            self._added |= {str(command.name): command for command in module.COMMANDS}
        return self._added[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._added[name] = command

    def __delitem__(self, name: str) -> None:
        del self._added[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**_HELP, **self._added})

    def __len__(self) -> int:
        return len({**_HELP, **self._added})


class Lazy(click.Group):
    """A group whose help imports no command, and which knows what others call its commands."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command as click does; tell of another name for what is asked."""
        word = args[0] if args else ""
        if word and self.get_command(ctx, word) is None:
            is_question = word in {p.stem for p in resources.ontology("queries").glob("*.rq")}
            meant = _MEANT.get(word) or (f"ask {word}" if is_question else "")
            if meant:
                ctx.fail(f"No such command '{word}'. Did you mean 'kg {meant}'?")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands as click does, from the table alone."""
        width = formatter.width - 6 - max(map(len, _HELP))
        short = (click.Command(n, help=h).get_short_help_str(width) for n, h in _HELP.items())
        with formatter.section("Commands"):
            formatter.write_dl(sorted(zip(_HELP, short, strict=True)))

"""The house: which room may know which, what start-up imports, and what no file may hold."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "kg"

# Imports go down only; rooms on one line do not know each other.
LAYERS = [
    {"cli"},
    {"knowledge"},
    {"tables", "curate"},
    {"build", "render", "export", "compare", "targets"},
    {"query", "graph", "validate", "reading"},
    {"update", "contract"},
    {"assemble", "mirror"},
    {"store", "remote", "parts"},
    {"link", "project", "archive"},
    {"decisions"},
    {"quads"},
    {"read", "extract"},
    {"vocabulary", "gazetteer"},
    {"model", "pool", "wire", "pattern", "sums"},
    {"atomic"},
    {"errors", "resources", "fast"},
]
RANK = {room: len(LAYERS) - n for n, rooms in enumerate(LAYERS) for room in rooms}


def room_of(file: Path) -> str:
    first = file.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield every imported module, also inside functions and under TYPE_CHECKING, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            if node.module == "kg":
                yield from ((f"kg.{alias.name}", node.lineno) for alias in node.names)
            else:
                yield node.module, node.lineno


def broken(file: Path, source: str) -> list[str]:
    """Return each import of a file that goes up, or sideways into another room."""
    here, found = room_of(file), []
    for module, line in imports(ast.parse(source)):
        parts = module.split(".")
        if parts[0] != "kg" or len(parts) == 1 or parts[1] == "__version__":
            continue
        there = parts[1]
        if there != here and RANK.get(there, 99) >= RANK[here]:
            found.append(f"{file.name}:{line}: {here} imports {there}")
    return found


SOURCES = sorted(f for f in PACKAGE.rglob("*.py") if f != PACKAGE / "__init__.py")


@pytest.mark.parametrize("file", SOURCES, ids=lambda f: str(f.relative_to(PACKAGE)))
def test_imports_go_down_only(file: Path) -> None:
    assert broken(file, file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("model.py", "from kg.store import Store"),
        ("link.py", "def f():\n    from kg.project import project"),
        ("extract/x.py", "from kg import build"),
        ("store.py", "import kg.cli.asking"),
        ("errors.py", "from kg.resources import data"),
    ],
)
def test_an_import_that_goes_up_or_sideways_is_seen(room: str, source: str) -> None:
    assert len(broken(PACKAGE / room, source)) == 1


def test_every_room_has_its_place_in_the_layers() -> None:
    rooms = {room_of(f) for f in SOURCES}
    assert rooms <= set(RANK), f"give these a layer: {sorted(rooms - set(RANK))}"
    assert set(RANK) <= rooms, f"no such rooms any more: {sorted(set(RANK) - rooms)}"


@pytest.mark.parametrize("room", ["vocabulary", "gazetteer", "read", "extract", "model"])
def test_the_lower_rooms_never_import_rdflib(room: str) -> None:
    files = [f for f in SOURCES if room_of(f) == room]
    modules = {m for f in files for m, _ in imports(ast.parse(f.read_text(encoding="utf-8")))}
    assert not {m for m in modules if m.split(".")[0] in {"rdflib", "oxrdflib"}}


def loaded_after(code: str) -> set[str]:
    script = f"{code}\nimport sys; print(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.splitlines()[-1].split())


HEAVY = {
    "rdflib", "oxrdflib", "pyoxigraph", "networkx", "pyvis", "jinja2", "spacy", "numpy", "scipy",
    "rich", "pandas", "yaml",
}  # fmt: skip


def test_help_imports_click_and_nothing_heavy() -> None:
    modules = loaded_after("from kg.cli import run; run(['--help'])")
    assert "click" in modules
    assert modules & HEAVY == set()


def test_importing_the_library_imports_nothing_heavy() -> None:
    assert loaded_after("import kg") & (HEAVY | {"click"}) == set()


def test_core_dependencies_hold_no_language_model() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[<>=\[!~ ]", d)[0] for d in project["dependencies"]}
    assert {"click", "rdflib", "networkx", "pyvis"} <= names
    assert not names & {"spacy", "torch", "igraph", "python-igraph", "fa2"}


def lines(folder: str) -> int:
    files = (ROOT / folder).rglob("*.py")
    return sum(len(f.read_text(encoding="utf-8").splitlines()) for f in files)


def test_there_are_as_many_lines_of_tests_as_of_source() -> None:
    assert lines("tests") >= lines("kg")


TEXTS = sorted(
    f
    for folder in ("kg", "ontology", "data", "scripts", "tests", ".ci")
    for f in (ROOT / folder).rglob("*")
    if f.is_file()
    and f.suffix in {"", ".py", ".toml", ".ttl", ".rq", ".tsv", ".js", ".css", ".html"}
    and "__pycache__" not in f.parts
)


def test_no_file_names_a_path_of_the_machine_it_was_written_on() -> None:
    local = re.compile(r"(?<![\w.])/(?:work|tmp|home|root|Users)/\w")
    guilty = [
        f"{f.relative_to(ROOT)}:{n}"
        for f in [*TEXTS, ROOT / "README.md", ROOT / "pyproject.toml"]
        for n, line in enumerate(f.read_text(encoding="utf-8").splitlines(), start=1)
        if local.search(line) and "local = re.compile" not in line
    ]
    assert guilty == []


@pytest.mark.parametrize("file", SOURCES, ids=lambda f: str(f.relative_to(PACKAGE)))
def test_every_module_says_what_its_room_is_for(file: Path) -> None:
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    assert docstring
    assert len(docstring.splitlines()[0]) > 15


FOREIGN = {"plugins.py", "pool.py"}
"""Files that call code of other distributions."""


def test_the_library_never_prints_and_never_catches_everything() -> None:
    for file in SOURCES:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        calls = {
            n.func.id
            for n in ast.walk(tree)
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
        }
        caught = {
            n.type.id
            for n in ast.walk(tree)
            if isinstance(n, ast.ExceptHandler) and isinstance(n.type, ast.Name)
        }
        bare = [n for n in ast.walk(tree) if isinstance(n, ast.ExceptHandler) and n.type is None]
        assert "print" not in calls, file
        # What a plug-in raises can be anything, and must cost one document only.
        assert file.name in FOREIGN or not caught & {"Exception", "BaseException"}, file
        assert not bare, file

"""What a stranger installs: the wheel carries its data, and the core works without spaCy."""

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "KG_GRAPH"}}
    done = subprocess.run(
        [str(c) for c in command], capture_output=True, text=True, cwd=cwd, env=clean
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", out, ROOT, cwd=out)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel and its core dependencies, without any extra."""
    home = tmp_path_factory.mktemp("fresh")
    venv.create(home, with_pip=True)
    made = home / "bin" / "python"
    run(made, "-m", "pip", "install", "--quiet", wheel, cwd=home)
    return made


def test_the_wheel_carries_ontology_data_and_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        "kg/py.typed",
        "kg/_ontology/kg.ttl",
        "kg/_ontology/shapes.ttl",
        "kg/_ontology/frames.toml",
        "kg/_ontology/queries/who-said-what.rq",
        "kg/_data/gazetteer/countries.tsv",
        "kg/_data/lexicons/words.toml",
        "kg/_data/en_core_web_sm-3.8.0.sha256",
        "kg/render/assets/kg.html",
    }
    assert expected <= names
    assert not [n for n in names if n.startswith(("tests/", "scripts/"))]


def test_commands_work_from_another_folder(
    python: Path, example_graph_dir: Path, tmp_path: Path
) -> None:
    kg = python.parent / "kg"
    shutil.move(example_graph_dir, tmp_path / "a.kg")
    assert "Usage: kg" in run(kg, "--help", cwd=tmp_path).stdout
    asked = "SELECT ?name { ?p a kg:Country ; skos:prefLabel ?name } ORDER BY ?name"
    rows = run(kg, "query", asked, cwd=tmp_path).stdout.splitlines()
    assert rows[0] == "?name"
    assert len(rows) > 1
    run(kg, "render", "-o", "a.html", cwd=tmp_path)
    assert (tmp_path / "a.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    run(kg, "export", "-o", "a.graphml", cwd=tmp_path)
    run(kg, "verify", cwd=tmp_path)
    code = "import kg; g = kg.open('a.kg'); print(g.graph().number_of_edges() > 0)"
    assert run(python, "-c", code, cwd=tmp_path).stdout == "True\n"


def test_prose_without_the_extra_names_the_pip_command(python: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Peru declared an emergency.", encoding="utf-8")
    done = run(python.parent / "kg", "build", "a.txt", "-o", "a.kg", cwd=tmp_path, code=5)
    assert "pip install 'claimgraph[nlp]'" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""

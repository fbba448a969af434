"""What a query text may ask, decided by one linear pass over its tokens before any parser sees it.

Oxigraph's parser matches keywords without looking at word boundaries (`5SERVICE<http://x>` calls
out) and reads `<` as an operator where it can, so that a comment may hide in what looks like an
IRI. The gate takes the stricter of the two readings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple

from kg.errors import InputError, did_you_mean

MAX_BYTES = 64 * 1024
MAX_DEPTH = 64
_CHARS = r"\w\u00b7\u0300-\u036f\u203f\u2040"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
# Possessive quantifiers stand behind single characters only: behind a group, Python before 3.11.5
# keeps what a failed last round took (gh-106052). No alternative needs to go back: time is linear.
_TOKEN = re.compile(
    rf"""(?P<blank>[ \t\r\n]++|\#[^\r\n]*+)
    |(?P<iri><[^<>"{{}}|^`\\\x00-\x20]*+(?:\\(?:u[0-9A-Fa-f]{{4}}|U[0-9A-Fa-f]{{8}})
        [^<>"{{}}|^`\\\x00-\x20]*+)*>)
    |(?P<string>\"\"\"(?:"{{0,2}}+(?:[^"\\]|\\[\s\S]))*\"\"\"
        |'''(?:'{{0,2}}+(?:[^'\\]|\\[\s\S]))*'''
        |"(?!"")(?:[^"\\\r\n]|\\.)*"|'(?!'')(?:[^'\\\r\n]|\\.)*')
    |(?P<variable>[?$][{_CHARS}]++)
    |(?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*)
    |(?P<node>_:[{_CHARS}]++(?:-|[{_CHARS}]|\.++(?=[{_CHARS}-]))*)
    |(?P<name>[^\W\d_][{_CHARS}.\-]*+)
    |(?P<local>:(?:(?:[\w:]|{_ESCAPED})(?:[{_CHARS}:\-]|{_ESCAPED}|\.++(?=[{_CHARS}:\-%\\]))*)?)
    |(?P<number>\d++)
    |(?P<bracket>[{{}}()\[\]])
    |(?P<other>[\s\S])""",
    re.VERBOSE,
)
# A comparison such as `(1<2)SERVICE#>` holds a comment; after a letter, "/", ":", "-" or "_" the
# word is part of a name.
_HIDDEN = re.compile(
    r"(?<![A-Za-z_/:\-])(?:service(?:silent)?|load|from(?:named)?|using)[?$\w]*#", re.I
)
_UPDATES = frozenset(
    ["insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy", "with"]
)
_FORMS = frozenset(["select", "ask", "construct", "describe"])


class Token(NamedTuple):
    """A stretch of a query: its kind (iri, string, variable, word, pname ...) and code point."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """One past the last code point."""
        return self.start + len(self.text)


class Admitted:
    """A query text that passed, and what the pass learnt: places are code points of `text`.

    `where` is behind the brace of the outer WHERE, `extra` a bracket that seems to close nothing.
    """

    def __init__(self, text: str, name: str = "query") -> None:
        self.text, self.name, self.form = text, name, ""
        self.graphs: list[tuple[str, int]] = []
        self.iris: list[tuple[str, int]] = []
        self.variables: set[str] = set()
        self.where: int | None = None
        self.extra: int | None = None

    def error(self, what: str, at: int, fix: str = "") -> InputError:
        """Make the error that shows line, column and a caret under the place."""
        line, column, shown = _place(self.text, at)
        return InputError(f"{what}\n{shown}", where=f"{self.name}:{line}:{column}", fix=fix)


def admit(
    text: str,
    prefixes: Mapping[str, str],
    *,
    name: str = "query",
    services: Collection[str] = (),
) -> Admitted:
    """Pass a query text that only reads this graph, or refuse it.

    SERVICE passes before a `<URL>` that is one of `services`, character by character. Whether a
    graph named by FROM exists is for the reader of the store to say; `graphs` lists them.

    Raises:
        InputError: too long, too deeply nested, an update, SERVICE, LOAD, an unknown prefix; with
            line and column.

    >>> admit("ASK { ?service a ex:load }", {"ex": "http://e/"}).form
    'ask'
    >>> admit("ASK { serVICE<http://e/> {} }", {}).form
    Traceback (most recent call last):
    kg.errors.InputError: query:1:7: SERVICE is refused: a query reads this graph only
      ASK { serVICE<http://e/> {} }
            ^
    """
    seen = Admitted(text, name)
    if len(text.encode(errors="surrogatepass")) > MAX_BYTES:
        raise InputError(f"the query is longer than {MAX_BYTES // 1024} KB", where=name)
    _Pass(seen, dict(prefixes), services).run()
    return seen


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a SPARQL text in order, blanks and comments left out, in linear time."""
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        kind, at = (found.lastgroup or "other", found.end()) if found else ("other", at + 1)
        token = Token(
            kind, found.group() if found else text[at - 1], found.start() if found else at - 1
        )
        if kind == "name":
            # A run of name characters is a prefix if a colon follows, else words with . and -.
            local = _TOKEN.match(text, at)
            if local and local.lastgroup == "local" and not token.text.endswith("."):
                at = local.end()
                yield Token("pname", token.text + local.group(), token.start)
            else:
                for word in re.finditer(rf"[{_CHARS}]+", token.text):
                    yield Token("word", word.group(), token.start + word.start())
        elif kind == "local":
            yield Token("pname", token.text, token.start)
        elif kind != "blank":
            yield token


class _Pass:
    """The state of one pass: what the last tokens were, how deep the brackets are."""

    def __init__(self, seen: Admitted, prefixes: dict[str, str], services: Collection[str]) -> None:
        self.seen, self.prefixes, self.services = seen, prefixes, services
        self.calling: Token | None = None
        self.depth = 0
        self.before = ""
        self.declaring: str | None = None
        self.awaits_graph = self.has_template = False
        self.service: Token | None = None
        self.checks: dict[str, Callable[[Token], None]] = {
            "word": self._word,
            "iri": self._iri,
            "pname": self._pname,
            "variable": self._variable,
            "bracket": self._bracket,
            "other": self._other,
        }

    def run(self) -> None:
        for token in tokens(self.seen.text):
            if self.service and token.text == "{":
                raise self._refuse("SERVICE", self.service)
            self.service = None
            if self.calling:
                self._call(token)
            elif token.kind in self.checks:
                self.checks[token.kind](token)
            self.before = token.text.casefold()
        if self.calling:
            raise self._refuse("SERVICE", self.calling)

    def _refuse(self, word: str, token: Token) -> InputError:
        return self.seen.error(f"{word} is refused: a query reads this graph only", token.start)

    def _call(self, token: Token) -> None:
        """Pass what stands behind SERVICE: SILENT, or a URL that is allowed, written whole."""
        if token.text.casefold() == "silent" and self.before == "service":
            return
        if token.kind != "iri" or token.text[1:-1] not in self.services:
            at, fix = token.start, f"allowed: {', '.join(sorted(self.services))}"
            raise self.seen.error("SERVICE is refused for what is not an allowed URL", at, fix)
        self.calling = None

    def _word(self, token: Token) -> None:
        word = token.text.casefold()
        if word == "service" and self.services:
            self.calling = token
            return
        for banned in ("service", "load"):
            if banned in word:
                raise self._refuse(banned.upper(), token)
        if not self.seen.form and word in _UPDATES:
            raise self.seen.error(
                f"{word.upper()} is refused: a query only reads",
                token.start,
                "kg build FILE... adds documents",
            )
        if not self.seen.form and word in _FORMS:
            self.seen.form = word
        if "from" in word or "using" in word:
            self.awaits_graph = True

    def _iri(self, token: Token) -> None:
        hidden = _HIDDEN.search(token.text)
        if hidden:
            raise self.seen.error("a keyword before # inside <...> is refused", token.start)
        if max(token.text.count("("), token.text.count("[")) > MAX_DEPTH:
            raise self._too_deep(token.start)
        self._name(_unescape(token.text[1:-1]), token.start)

    def _pname(self, token: Token) -> None:
        prefix, _, local = token.text.partition(":")
        if self.before == "prefix":
            self.declaring = prefix
            return
        if prefix not in self.prefixes:
            known = did_you_mean(prefix, self.prefixes)
            fix = known or f"declare it: PREFIX {prefix}: <...>"
            raise self.seen.error(f"unknown prefix '{prefix}:'", token.start, fix)
        if "service" in prefix.casefold():
            self.service = token
        self._name(self.prefixes[prefix] + _unescape(local), token.start)

    def _name(self, iri: str, at: int) -> None:
        if self.declaring is not None:
            self.prefixes[self.declaring], self.declaring = iri, None
        elif self.awaits_graph:
            self.seen.graphs.append((iri, at))
        else:
            self.seen.iris.append((iri, at))
        self.awaits_graph = False

    def _variable(self, token: Token) -> None:
        self.seen.variables.add(token.text[1:])

    def _bracket(self, token: Token) -> None:
        if token.text not in "{([":
            if not self.depth and self.seen.extra is None:
                self.seen.extra = token.start
            self.depth = max(0, self.depth - 1)
            return
        if token.text == "{" and not self.depth:
            self._outer_brace(token)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self._too_deep(token.start)

    def _outer_brace(self, token: Token) -> None:
        # The short form CONSTRUCT WHERE { } has no place for VALUES.
        is_template = self.seen.form == "construct" and self.before == "construct"
        if self.seen.where is None and (self.seen.form != "construct" or self.has_template):
            self.seen.where = token.end
        self.has_template = self.has_template or is_template

    def _too_deep(self, at: int) -> InputError:
        return self.seen.error(f"nested more than {MAX_DEPTH} deep", at)

    def _other(self, token: Token) -> None:
        if token.text in "\"'":
            raise self.seen.error("this string never ends", token.start)
        if token.text == "\\":
            raise self.seen.error("an escape outside a string or an IRI is refused", token.start)


def _unescape(text: str) -> str:
    def character(found: re.Match[str]) -> str:
        code = int(found[1] or found[2], 16)
        return chr(code) if code < 0x110000 else found[0]

    text = re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", character, text)
    return re.sub(r"\\(.)", r"\1", text)


def _place(text: str, at: int) -> tuple[int, int, str]:
    start = text.rfind("\n", 0, at) + 1
    line = text[start:].partition("\n")[0]
    shown = "".join(c if c.isprintable() else " " for c in line)
    column = at - start
    # A long line is shown around the place.
    cut = max(0, column - 60)
    return (
        text.count("\n", 0, at) + 1,
        column + 1,
        f"  {shown[cut : cut + 100]}\n  {' ' * (column - cut)}^",
    )

"""Public names of a module as Markdown: signatures from the syntax tree, texts from the docstrings.

The syntax tree rather than `inspect.signature`, so that the pages are the same whichever Python makes them.
"""

import ast
import enum
import inspect
import re
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TypeAlias

_SECTION = re.compile(r"^(Args|Attributes|Raises|Returns|Yields):$")
_ENTRY = re.compile(r"^([\w*, ]+): (.*)$")

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Entry:
    """One public name."""

    name: str
    summary: str
    """The first line of its docstring."""
    text: str


def described(home: ModuleType, name: str, package: str) -> Entry | None:
    """A name as it is imported from a package; None for what has no docstring to show: modules, plain values."""
    value = getattr(home, name)
    if inspect.ismodule(value):
        return None
    module = getattr(value, "__module__", None)
    node = _found(str(module), name) if module and module.startswith("soulbadge") else None
    if node is None:
        node, module = _found(home.__name__, name), home.__name__
    if isinstance(node, ast.ClassDef):
        body = _class(node, value)
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        body = f"```python\n{_signature(node)}\n```\n\n{_markdown(ast.get_docstring(node) or '')}"
    else:
        return None
    doc = ast.get_docstring(node) or ""
    summary = " ".join(doc.split("\n\n")[0].split())
    return Entry(name, summary, f"### {name}\n\n`from {package} import {name}`\n\n{body}")


def module_text(module: str) -> str:
    """A module's docstring."""
    return _markdown(ast.get_docstring(_tree(module)) or "")


# ──────────────────────────────────────────── the tree ─────────────────────────────────────────────────


@cache
def _tree(module: str) -> ast.Module:
    __import__(module)
    file = sys.modules[module].__file__
    assert file is not None  # noqa: S101 (modules of this package are files)
    return ast.parse(Path(file).read_text(encoding="utf-8"))


def _found(module: str, name: str) -> ast.stmt | None:
    for node in _tree(module).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name:
            return node
    return None


def _class(node: ast.ClassDef, value: type) -> str:
    parts = [f"```python\n{_heading(node)}\n```", _markdown(ast.get_docstring(node) or "")]
    fields, methods, shown = [], [], set()
    own = node.body
    for statement, after in zip(own, [*own[1:], None], strict=True):
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef) and not statement.name.startswith("_"):
            shown.add(statement.name)
            methods.append(_method(statement))
        elif named := _assigned(statement, is_enum=issubclass(value, enum.Enum)):
            shown.add(named[0])
            told = f": {_one_line(after)}" if _text_of(after) else ""
            fields.append(f"* `{named[1]}`{told}")
    if not _is_data(node) and (init := _init(node)):
        parts[0] = f"```python\n{_call(node.name, init)}\n```"
    rest = [name for name in _inherited(value) if name not in shown]
    if fields:
        parts.append("\n".join(fields))
    if methods:
        parts.append("\n".join(methods))
    if rest:
        parts.append("Also: " + ", ".join(f"`{name}`" for name in rest) + ".")
    return "\n\n".join(part for part in parts if part)


def _inherited(value: type) -> list[str]:
    """Public names from this package that the class has without writing them out, in alphabetical order."""
    if issubclass(value, enum.Enum | BaseException):
        return []
    homes = [each for each in value.__mro__ if each.__module__.startswith("soulbadge")]
    return sorted({name for each in homes for name in vars(each) if not name.startswith("_")} - set(_slots(homes)))


def _slots(homes: list[type]) -> Iterator[str]:
    for each in homes:
        yield from getattr(each, "__dataclass_fields__", ())


def _is_data(node: ast.ClassDef) -> bool:
    return any("dataclass" in ast.unparse(each) for each in node.decorator_list)


def _init(node: ast.ClassDef) -> Function | None:
    return next((each for each in node.body if isinstance(each, ast.FunctionDef) and each.name == "__init__"), None)


def _heading(node: ast.ClassDef) -> str:
    bases = ", ".join(ast.unparse(each) for each in node.bases)
    return f"class {node.name}({bases})" if bases else f"class {node.name}"


def _assigned(statement: ast.stmt, *, is_enum: bool) -> tuple[str, str] | None:
    """Name and line of a field of a dataclass, or of a member of an enum."""
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        name, kind = statement.target.id, _annotation(statement.annotation)
        if name.startswith("_") or kind.startswith("ClassVar"):
            return None
        default = f" = {ast.unparse(statement.value)}" if statement.value else ""
        return name, f"{name}: {kind}{default}"
    if is_enum and isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        name = statement.targets[0].id
        return None if name.startswith("_") else (name, f"{name} = {ast.unparse(statement.value)}")
    return None


def _method(node: Function) -> str:
    decorators = [ast.unparse(each) for each in node.decorator_list]
    alone = "staticmethod" in decorators
    line = node.name if any("property" in each for each in decorators) else _call(node.name, node, method=not alone)
    if alone or "classmethod" in decorators:
        line = f"{'staticmethod' if alone else 'classmethod'} {line}"
    if isinstance(node, ast.AsyncFunctionDef):
        line = f"async {line}"
    if node.returns is not None:
        line += f" -> {_annotation(node.returns)}"
    text = _markdown(ast.get_docstring(node) or "")
    first, _, rest = text.partition("\n\n")
    told = f"* `{line}`: {' '.join(first.split())}"
    return f"{told}\n\n{textwrap.indent(rest, '  ')}\n" if rest else told


# ─────────────────────────────────────────── signatures ────────────────────────────────────────────────


def _signature(node: Function) -> str:
    line = _call(node.name, node)
    word = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
    returns = f" -> {_annotation(node.returns)}" if node.returns else ""
    return f"{word} {line}{returns}"


def _call(name: str, node: Function, *, method: bool = False) -> str:
    """`name(arguments)`; of a method without the first."""
    skip = method or node.name == "__init__"
    given = node.args
    words: list[str] = []
    positional = [*given.posonlyargs, *given.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(given.defaults)) + list(given.defaults)
    for place, (each, default) in enumerate(zip(positional, defaults, strict=True)):
        if not (skip and place == 0):
            words.append(_argument(each, default))
        if given.posonlyargs and place == len(given.posonlyargs) - 1:
            words.append("/")
    if given.vararg:
        words.append("*" + _argument(given.vararg, None))
    elif given.kwonlyargs:
        words.append("*")
    words += [_argument(each, default) for each, default in zip(given.kwonlyargs, given.kw_defaults, strict=True)]
    if given.kwarg:
        words.append("**" + _argument(given.kwarg, None))
    return f"{name}({', '.join(words)})"


def _argument(node: ast.arg, default: ast.expr | None) -> str:
    kind = f": {_annotation(node.annotation)}" if node.annotation else ""
    if default is None:
        return node.arg + kind
    return f"{node.arg}{kind} = {ast.unparse(default)}" if kind else f"{node.arg}={ast.unparse(default)}"


def _annotation(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ast.unparse(node)


def _text_of(node: ast.stmt | None) -> str:
    """The docstring below a field."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return inspect.cleandoc(node.value.value)
    return ""


def _one_line(node: ast.stmt | None) -> str:
    return " ".join(_text_of(node).split())


# ──────────────────────────────────────────── docstrings ───────────────────────────────────────────────


def _markdown(doc: str) -> str:
    """A docstring, its sessions and drawings fenced and its lists of arguments made lists."""
    return "\n\n".join(_paragraph(part) for part in re.split(r"\n[ \t]*\n", doc) if part.strip())


def _paragraph(text: str) -> str:
    lines = text.splitlines()
    if _SECTION.match(lines[0]):
        return _listed(lines)
    if lines[0].lstrip().startswith(">>> "):
        return f"```python\n{textwrap.dedent(text)}\n```"
    if any(mark in text for mark in "├│└") or lines[0].startswith(("    ", "  ")):
        return f"```text\n{textwrap.dedent(text)}\n```"
    return text


def _listed(lines: list[str]) -> str:
    title = lines[0].rstrip(":")
    if title == "Args":
        title = "Arguments"
    entries: list[str] = []
    for line in textwrap.dedent("\n".join(lines[1:])).splitlines():
        if line.startswith(" ") and entries:
            entries[-1] += f" {line.strip()}"
        elif match := _ENTRY.match(line):
            names = ", ".join(f"`{each.strip()}`" for each in match[1].split(","))
            entries.append(f"* {names}: {match[2]}")
        else:
            entries.append(f"* {line}")
    return "\n".join([f"{title}:", "", *entries])

"""Which module imports which, and what the house's rules forbid. Works on any folder, so it can be shown to fail."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# From the ground up. A room imports rooms before it, never after it.
ROOMS = (
    ("contest.kernel",),
    ("contest.accounts",),
    ("question_bank",),
    ("contest.organising",),
    ("contest.playing", "contest.judging"),  # they don't know each other
    ("contest.ranking",),
    ("contest.publishing",),
    ("contest.config", "contest.app"),
    ("contest.simulation",),
    ("contest.commands", "contest.cli", "contest.wsgi", "contest.migrations"),
    ("contest.__main__",),
)
# Within a room: what each kind of file may not import.
ABOVE = {
    "rules": ("models", "policy", "services", "forms", "views", "api"),
    "models": ("services", "forms", "views", "api"),
    "policy": ("services", "forms", "views", "api"),
    "services": ("forms", "views", "api"),
}
# Pure modules of a room may also use these.
ALLOWED = {
    "contest.ranking": {"pandas", "numpy"},
    "question_bank.exchange": {"python_calamine", "xlsxwriter", "defusedxml"},
}


@dataclass(frozen=True)
class Import:
    """`module` imports `target`; inside a function or not, with a comment about it or not."""

    module: str
    target: str
    line: int
    is_local: bool
    is_explained: bool


@dataclass
class Module:
    name: str
    is_pure: bool
    imports: list[Import]


def read(root: Path) -> dict[str, Module]:
    """{dotted name: module} of contest/ and question_bank/ under `root`."""
    found = {}
    for path in sorted([*root.glob("contest/**/*.py"), *root.glob("question_bank/**/*.py")]):
        relative = path.relative_to(root).with_suffix("")
        parts = relative.parts[:-1] if relative.name == "__init__" else relative.parts
        found[".".join(parts)] = _module(".".join(parts), path, is_package=relative.name == "__init__")
    for module in found.values():
        # `from package import name` means the module package.name where there is one.
        module.imports = [
            Import(one.module, _longest(one.target, found), one.line, one.is_local, one.is_explained)
            for one in module.imports
        ]
    return found


def _longest(target: str, modules: dict[str, Module]) -> str:
    while target not in modules and "." in target:
        shorter = target.rpartition(".")[0]
        if not any(name == shorter or name.startswith(f"{shorter}.") for name in modules):
            break
        target = shorter
    return target


def _module(name: str, path: Path, is_package: bool) -> Module:
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    doc = ast.get_docstring(tree) or ""
    return Module(name, "PURE" in doc, list(_imports(name, tree, text.splitlines(), is_package)))


def _imports(name: str, tree: ast.Module, lines: list[str], is_package: bool) -> Iterator[Import]:
    stack: list[tuple[ast.AST, bool]] = [(tree, False)]
    while stack:
        node, is_local = stack.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            stack += [(child, is_local) for child in node.orelse]
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            here, before = lines[node.lineno - 1], lines[node.lineno - 2].strip() if node.lineno > 1 else ""
            explained = "#" in here or before.startswith(("#", "from ", "import "))
            for target in _targets(name, node, is_package):
                yield Import(name, target, node.lineno, is_local, explained)
        inside = is_local or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        stack += [(child, inside) for child in ast.iter_child_nodes(node)]


def _targets(name: str, node: ast.Import | ast.ImportFrom, is_package: bool) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    base = node.module or ""
    if node.level:
        parents = name.split(".")
        keep = len(parents) - node.level + (1 if is_package else 0)
        base = ".".join([*parents[:keep], *([base] if base else [])])
    return [f"{base}.{alias.name}" for alias in node.names]


def room_of(name: str) -> tuple[int, str] | None:
    """(height, room) of a module; None for the bare package `contest`."""
    for height, rooms in enumerate(ROOMS):
        for room in rooms:
            if name == room or name.startswith(f"{room}."):
                return height, room
    return None


def violations(modules: dict[str, Module]) -> list[str]:
    """Every import that the rules forbid, as `module:line: why`."""
    found = []
    for module in modules.values():
        for one in module.imports:
            found += [f"{one.module}:{one.line}: {why}" for why in _forbidden(module, one, modules)]
    return found + [f"circle: {' → '.join(circle)}" for circle in circles(modules)]


def _forbidden(module: Module, one: Import, modules: dict[str, Module]) -> Iterator[str]:
    if one.is_local and not one.is_explained:
        yield f"imports {one.target} inside a function without saying why"
    ours = one.target.split(".")[0] in ("contest", "question_bank")
    if module.is_pure:
        yield from _impure(module, one, modules)
    mine, theirs = room_of(module.name), room_of(one.target) if ours else None
    if mine is None or theirs is None:
        return
    if mine[1] != theirs[1]:
        if theirs[0] >= mine[0] and theirs[1] != "contest.config":
            yield f"imports upwards: {one.target}"
        return
    own, other = (name.removeprefix(mine[1]).strip(".").split(".")[0] for name in (module.name, one.target))
    if other in ABOVE.get(own, ()):
        yield f"{own} imports {other}"


def _impure(module: Module, one: Import, modules: dict[str, Module]) -> Iterator[str]:
    top = one.target.split(".")[0]
    if top in ("contest", "question_bank"):
        target = modules.get(one.target)
        # A package's own __init__ that holds nothing but a docstring is no import of anything.
        if target is not None and not target.is_pure and target.imports:
            yield f"is PURE and imports {one.target}, which is not"
    elif top not in sys.stdlib_module_names:
        allowed = {name for room, names in ALLOWED.items() if module.name.startswith(room) for name in names}
        if top not in allowed:
            yield f"is PURE and imports {one.target}"


def circles(modules: dict[str, Module]) -> list[list[str]]:
    """Import circles among module-level imports, each once."""
    edges = {
        name: sorted({one.target for one in module.imports if not one.is_local and one.target in modules})
        for name, module in modules.items()
    }
    found: list[list[str]] = []
    done: set[str] = set()

    def visit(name: str, path: list[str]) -> None:
        if name in path:
            found.append([*path[path.index(name) :], name])
            return
        if name in done:
            return
        for target in edges[name]:
            visit(target, [*path, name])
        done.add(name)

    for name in edges:
        visit(name, [])
    return found

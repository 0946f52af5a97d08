"""What each new application would work out anew, remembered: hundreds of tests make one with the same routes and pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import BaseConverter, Rule
from werkzeug.routing.rules import RulePart

_builders: dict[Any, Callable[..., tuple[str, str]]] = {}
_compiled: dict[Any, tuple[list[RulePart], list[tuple[bool, str]], dict[str, BaseConverter], set[str]]] = {}


class RememberingRule(Rule):
    """A route that is read once, and whose function that builds addresses is compiled once: they depend on these things
    alone."""

    def compile(self) -> None:
        key = (self.rule, self.subdomain, tuple(sorted((self.defaults or {}).items())))
        if key not in _compiled:
            super().compile()
            _compiled[key] = self._parts, self._trace, self._converters, self.arguments
            return
        self._parts, self._trace, self._converters, arguments = _compiled[key]
        self.arguments = self.arguments | arguments
        self._build = self._compile_builder(False).__get__(self, None)
        self._build_unknown = self._compile_builder(True).__get__(self, None)

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        defaults = tuple(sorted((self.defaults or {}).items()))
        key = (self.rule, tuple(self._trace), defaults, append_unknown)
        if key not in _builders:
            _builders[key] = super()._compile_builder(append_unknown)
        return _builders[key]


class CompiledTemplates(BytecodeCache):
    """Templates as compiled, by what their source is."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        kept = self._kept.get((bucket.key, bucket.checksum))
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key, bucket.checksum] = bucket.bytecode_to_string()

"""The versions of QTI under one set of names.

2.1 and 2.2 say `choiceInteraction` and `responseIdentifier` in one namespace, 3.0 `qti-choice-interaction` and
`response-identifier` in another. Here everything has its 2.x name and no namespace.
"""

from __future__ import annotations

import re
from typing import Any

_PREFIX = "qti-"
_HYPHEN = re.compile(r"-([a-z])")


def same_names(root: Any) -> Any:
    """`root` itself, with every element and attribute renamed."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2]
        is_own = name.startswith(_PREFIX)
        element.tag = _camel(name[len(_PREFIX) :]) if is_own else name
        for attribute, value in list(element.items()):
            local = attribute.rpartition("}")[2]
            plain = _camel(local) if is_own and not local.startswith(("data-", "aria-")) else local
            if plain != attribute:
                del element.attrib[attribute]
                element.set(plain, value)
    return root


def _camel(name: str) -> str:
    return _HYPHEN.sub(lambda one: one[1].upper(), name)

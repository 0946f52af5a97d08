"""What the scoring rules of a QTI item give for a response: they are carried out, as far as they are plain. PURE.

So a key can be held against what its own file gives points for. Rules that are not known here say so by `Unknown`.
https://www.imsglobal.org/question/qtiv2p2/imsqti_v2p2_impl.html#h.response-processing
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, DivisionByZero, InvalidOperation
from typing import Any

from contest.kernel.vietnamese import clean

Values = list[str]
"""What a variable holds; empty for NULL."""

_TEMPLATES = ("match_correct", "map_response")
_TESTS = ("match", "member", "contains", "stringMatch", "equal", "equalRounded")
_ORDERS = ("gt", "gte", "lt", "lte")
_OWN = ("customOperator", "patternMatch", "substring", "random", "lookupOutcomeValue")


class Unknown(Exception):
    """The rules hold something that is not carried out here."""


def uses_mapping(item: Any) -> bool:
    """Whether the points come from the mapping of the response: unless it is only compared with the right one."""
    processing = item.find("responseProcessing")
    if processing is None or processing.get("template"):
        return processing is None or "match_correct" not in processing.get("template", "")
    return not len(processing) or processing.find(".//mapResponse") is not None


def rewards(item: Any, response: str, choices: Sequence[str], right: Sequence[str]) -> bool:
    """Whether the rules give the most points for choosing the right ones: not for another, nor for fewer or more."""
    processing = item.find("responseProcessing")
    if processing is None or not len(processing) or not right:
        return not _has_own_template(processing)
    declared = item.findall("responseDeclaration")
    is_one = any(one.get("identifier") == response and one.get("cardinality") == "single" for one in declared)
    key = set(right)
    try:
        nothing = points(item, {response: []})
        if is_one:
            earned = {one: points(item, {response: [one]}) for one in choices}
            best = max(earned.values())
            return best > nothing and {one for one, worth in earned.items() if worth == best} == key
        best = points(item, {response: [one for one in choices if one in key]})
        others = [key ^ {one} for one in choices]
        return best > nothing and all(
            points(item, {response: [one for one in choices if one in other]}) <= best for other in others
        )
    except Unknown:
        return False


def is_odd(item: Any) -> bool:
    """Whether the scoring of an item is more than a template or a comparison with the declared answers."""
    processing = item.find("responseProcessing")
    if processing is None or not len(processing):
        return _has_own_template(processing)
    if any(one.tag in _OWN for one in processing.iter()):
        return True
    declared = {one.get("identifier", ""): one for one in item.findall("responseDeclaration")}
    if any(_asked(test, declared) and _scores(item, test) for test in processing.iter(*_ORDERS)):
        return True  # any number below five, say
    return any(
        _compares_otherwise(test, declared) and _scores(item, test) for test in processing.iter(*_TESTS)
    )


def contradictions(item: Any) -> bool:
    """Whether a response earns points by its mapping for other values than the declared ones, or not for these."""
    if not uses_mapping(item):
        return False
    for declaration in item.findall("responseDeclaration"):
        right = {clean(one.text or "") for one in declaration.findall("correctResponse/value")}
        worth = {
            clean(one.get("mapKey", "")): one.get("mappedValue", "0") for one in declaration.iter("mapEntry")
        }
        try:
            earning = {one: points for one, said in worth.items() if (points := Decimal(said)) > 0}
        except InvalidOperation:
            return True
        if not right or not earning:
            continue
        best = {one for one, points in earning.items() if points == max(earning.values())}
        is_one = declaration.get("cardinality") == "single"
        if not right <= best if is_one else right != set(earning):
            return True
    return False


def _asked(test: Any, declared: Mapping[str, Any]) -> set[str]:
    """The responses that a test looks at."""
    return {one.get("identifier", "") for one in test.iter("variable")} & set(declared)


def _has_own_template(processing: Any) -> bool:
    template = processing.get("template", "") if processing is not None else ""
    return bool(template) and not any(name in template for name in _TEMPLATES)


def _compares_otherwise(test: Any, declared: Mapping[str, Any]) -> bool:
    """Whether a response is compared with a value that its declaration doesn't call right."""
    said = [clean(one.text or "") for one in test.iter("baseValue")]
    for name in _asked(test, declared):
        right = [clean(one.text or "") for one in declared[name].iter("value")]
        right += [clean(one.get("mapKey", "")) for one in declared[name].iter("mapEntry")]
        is_ordered = declared[name].get("cardinality") == "ordered"
        if said and (said != right if is_ordered else not set(said) & set(right)):
            return True
    return False


def _scores(item: Any, test: Any) -> bool:
    """Whether a number (points, and no word for feedback) depends on a test."""
    numbers = {
        one.get("identifier", "")
        for one in item.findall("outcomeDeclaration")
        if one.get("baseType") in ("float", "integer")
    }
    branch = next((one for one in test.iterancestors() if str(one.tag).startswith("responseI")), None)
    branch = branch if branch is not None else next(test.iterancestors("responseElseIf"), None)
    return branch is not None and any(
        one.get("identifier", "") in numbers for one in branch.iter("setOutcomeValue")
    )


def points(item: Any, responses: Mapping[str, Values]) -> Decimal:
    """The points (`SCORE`) of an `assessmentItem` for these responses. Raises Unknown."""
    run = _Run(item, responses)
    try:
        run.carry_out(item.find("responseProcessing"))
        return _number(run.values["SCORE"] or ["0"])
    except (InvalidOperation, DivisionByZero, IndexError, KeyError, ValueError) as error:
        raise Unknown from error


class _Run:
    def __init__(self, item: Any, responses: Mapping[str, Values]) -> None:
        self.responses = responses
        self.declared = {one.get("identifier", ""): one for one in item.findall("responseDeclaration")}
        self.values: dict[str, Values] = {
            one.get("identifier", ""): _said(one.findall("defaultValue/value"))
            for one in item.findall("outcomeDeclaration")
        }

    def carry_out(self, rules: Any) -> None:
        for rule in _elements(rules):
            if rule.tag == "setOutcomeValue":
                self.values[rule.get("identifier", "")] = self._of(*_elements(rule))
            elif rule.tag == "responseCondition":
                self._branch(rule)
            elif rule.tag == "responseProcessingFragment":
                self.carry_out(rule)
            else:
                raise Unknown(rule.tag)

    def _branch(self, condition: Any) -> None:
        for branch in _elements(condition):
            parts = _elements(branch)
            if branch.tag == "responseElse":
                self._all(parts)
                return
            if not parts:
                raise Unknown(branch.tag)
            if self._of(parts[0]) == ["true"]:
                self._all(parts[1:])
                return

    def _all(self, rules: Sequence[Any]) -> None:
        for rule in rules:
            self.carry_out([rule])

    def _of(self, *given: Any) -> Values:
        """The value of an expression."""
        if len(given) != 1:
            raise Unknown
        one = given[0]
        name = one.get("identifier", "")
        if one.tag == "baseValue":
            return _said([one])
        if one.tag == "variable":
            if name not in self.declared and name not in self.values:
                raise Unknown(name)
            return list(self.responses.get(name, self.values.get(name, [])))
        if one.tag == "correct":
            return _said(self._declaration(name).findall("correctResponse/value"))
        if one.tag == "mapResponse":
            return [str(self._mapped(name))]
        if one.tag == "null":
            return []
        if one.tag not in _OPERATORS:
            raise Unknown(one.tag)
        return _OPERATORS[one.tag]([self._of(inner) for inner in _elements(one)])

    def _declaration(self, name: str) -> Any:
        if name not in self.declared:
            raise Unknown(name)
        return self.declared[name]

    def _mapped(self, name: str) -> Decimal:
        mapping = self._declaration(name).find("mapping")
        if mapping is None:
            raise Unknown("mapping")
        entries = mapping.findall("mapEntry")
        worth = {clean(one.get("mapKey", "")): Decimal(one.get("mappedValue", "0")) for one in entries}
        other = Decimal(mapping.get("defaultValue", "0"))
        chosen = dict.fromkeys(self.responses.get(name, []))
        total = sum((worth.get(one, other) for one in chosen), Decimal(0))
        if low := mapping.get("lowerBound"):
            total = max(total, Decimal(low))
        if high := mapping.get("upperBound"):
            total = min(total, Decimal(high))
        return total


def _elements(parent: Any) -> list[Any]:
    return [one for one in parent if isinstance(one.tag, str)]


def _said(values: Sequence[Any]) -> Values:
    return [text for one in values if (text := clean(one.text or ""))]


def _number(values: Values) -> Decimal:
    return Decimal(values[0])


def _truth(is_so: bool) -> Values:
    return ["true" if is_so else "false"]


def _compared(holds: Callable[[Decimal, Decimal], bool]) -> Callable[[list[Values]], Values]:
    def compare(given: list[Values]) -> Values:
        one, two = given
        return _truth(bool(one and two) and holds(_number(one), _number(two)))

    return compare


def _added(given: list[Values]) -> Values:
    return [str(sum((_number(one) for one in given), Decimal(0)))]


def _multiplied(given: list[Values]) -> Values:
    product = Decimal(1)
    for one in given:
        product *= _number(one)
    return [str(product)]


_OPERATORS: dict[str, Callable[[list[Values]], Values]] = {
    "match": lambda given: _truth(bool(given[0]) and sorted(given[0]) == sorted(given[1])),
    "member": lambda given: _truth(bool(given[0]) and given[0][0] in given[1]),
    "contains": lambda given: _truth(bool(given[0]) and set(given[1]) <= set(given[0])),
    "isNull": lambda given: _truth(not given[0]),
    "not": lambda given: _truth(given[0] != ["true"]),
    "and": lambda given: _truth(all(one == ["true"] for one in given)),
    "or": lambda given: _truth(any(one == ["true"] for one in given)),
    "multiple": lambda given: [value for one in given for value in one],
    "containerSize": lambda given: [str(len(given[0]))],
    "sum": _added,
    "product": _multiplied,
    "subtract": lambda given: [str(_number(given[0]) - _number(given[1]))],
    "divide": lambda given: [str(_number(given[0]) / _number(given[1]))],
    "max": lambda given: [str(max(map(_number, given)))],
    "min": lambda given: [str(min(map(_number, given)))],
    "equal": _compared(lambda one, two: one == two),
    "gt": _compared(lambda one, two: one > two),
    "gte": _compared(lambda one, two: one >= two),
    "lt": _compared(lambda one, two: one < two),
    "lte": _compared(lambda one, two: one <= two),
}

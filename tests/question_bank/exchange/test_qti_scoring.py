"""Scoring rules of QTI items are carried out, and held against the declared key."""

from __future__ import annotations

from decimal import Decimal

import pytest
from lxml import etree

from question_bank.exchange import qti_scoring

CORRECT = '<match><variable identifier="R"/><correct identifier="R"/></match>'
NAMES_B = '<match><variable identifier="R"/><baseValue baseType="identifier">b</baseValue></match>'


def item(rules: str, right: str = "a", cardinality: str = "single", mapping: str = "") -> etree._Element:
    """An item whose response R is scored by rules."""
    values = "".join(f"<value>{one}</value>" for one in right.split())
    return etree.fromstring(
        f'<assessmentItem><responseDeclaration identifier="R" cardinality="{cardinality}" baseType="identifier">'
        f"<correctResponse>{values}</correctResponse>{mapping}</responseDeclaration>"
        '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
        f"<responseProcessing>{rules}</responseProcessing></assessmentItem>"
    )


def scores(test: str, points: str = "1", otherwise: str = "") -> str:
    """Rules that give points where a test holds, else others."""

    def setting(worth: str) -> str:
        return f'<setOutcomeValue identifier="SCORE"><baseValue baseType="float">{worth}</baseValue></setOutcomeValue>'

    other = f"<responseElse>{setting(otherwise)}</responseElse>" if otherwise else ""
    return f"<responseCondition><responseIf>{test}{setting(points)}</responseIf>{other}</responseCondition>"


@pytest.mark.parametrize(
    ("rules", "is_so"),
    [
        (scores(CORRECT), True),
        (scores(CORRECT, "2", "-1"), True),
        (scores(f"<not>{CORRECT}</not>"), False),
        (scores(f"<not>{CORRECT}</not>", "0", "1"), True),
        (scores(f"<or>{CORRECT}{NAMES_B}</or>"), False),
        (scores(NAMES_B), False),
        (scores(f"<and>{CORRECT}<not>{NAMES_B}</not></and>"), True),
        (scores("<isNull><variable identifier='R'/></isNull>", "0", "1"), False),
        (scores("<patternMatch/>"), False),
        ('<lookupOutcomeValue identifier="SCORE"/>', False),
        (scores('<match><variable identifier="OTHER"/><correct identifier="R"/></match>'), False),
    ],
)
def test_one_right_choice(rules: str, is_so: bool) -> None:
    assert qti_scoring.rewards(item(rules), "R", ["a", "b", "c"], ["a"]) is is_so


MAPPING = (
    '<mapping defaultValue="-1" lowerBound="0"><mapEntry mapKey="a" mappedValue="1"/>'
    '<mapEntry mapKey="b" mappedValue="1.5"/></mapping>'
)
SUM = (
    '<setOutcomeValue identifier="SCORE"><sum><baseValue baseType="float">1</baseValue>'
    '<mapResponse identifier="R"/></sum></setOutcomeValue>'
)


@pytest.mark.parametrize(
    ("right", "is_so"), [(["a", "b"], True), (["a"], False), (["a", "b", "c"], False), ([], True)]
)
def test_several_right_choices(right: list[str], is_so: bool) -> None:
    one = item(SUM, "a b", "multiple", MAPPING)
    assert qti_scoring.rewards(one, "R", ["a", "b", "c"], right) is is_so


def test_points_by_a_mapping_with_a_lower_bound() -> None:
    one = item(SUM, "a b", "multiple", MAPPING)
    assert qti_scoring.points(one, {"R": ["b", "a"]}) == Decimal("3.5")
    assert qti_scoring.points(one, {"R": ["c", "c"]}) == Decimal(1)
    assert qti_scoring.uses_mapping(one)
    assert not qti_scoring.uses_mapping(item(scores(CORRECT), "a", "single", MAPPING))


def test_unknown_rules_and_variables_say_so() -> None:
    for rules in ("<exitTest/>", scores('<customOperator class="x"/>'), SUM):
        with pytest.raises(qti_scoring.Unknown):
            qti_scoring.points(item(rules), {"R": ["a"]})


def test_templates() -> None:
    usual, own = (
        etree.fromstring(f'<assessmentItem><responseProcessing template="{name}"/></assessmentItem>')
        for name in (
            "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml",
            "https://example.org/own",
        )
    )
    assert (qti_scoring.is_odd(usual), qti_scoring.is_odd(own)) == (False, True)
    assert (qti_scoring.rewards(usual, "R", ["a"], ["a"]), qti_scoring.rewards(own, "R", ["a"], ["a"])) == (
        True,
        False,
    )


def other(
    rules: str, kind: str, right: str, cardinality: str = "single", mapping: str = ""
) -> etree._Element:
    """An item whose response is no choice."""
    one = item(rules, right, cardinality, mapping)
    one[0].set("baseType", kind)
    return one


def said(word: str) -> str:
    """A test whether a word was typed."""
    return f'<stringMatch><variable identifier="R"/><baseValue baseType="string">{word}</baseValue></stringMatch>'


ABOVE = '<gt><variable identifier="R"/><baseValue baseType="integer">3</baseValue></gt>'
EQUAL = '<equal><variable identifier="R"/><correct identifier="R"/></equal>'


@pytest.mark.parametrize(
    ("test", "kind", "right", "is_so"),
    [
        (ABOVE, "integer", "5", True),
        (EQUAL, "integer", "5", False),
        (said("sáu"), "string", "năm", True),
        (said("năm"), "string", "năm", False),
        (CORRECT, "string", "năm", False),
    ],
)
def test_odd_scoring_of_typed_answers(test: str, kind: str, right: str, is_so: bool) -> None:
    assert qti_scoring.is_odd(other(scores(test), kind, right)) is is_so


@pytest.mark.parametrize(("order", "is_so"), [("a b", False), ("b a", True)])
def test_odd_scoring_of_an_order(order: str, is_so: bool) -> None:
    values = "".join(f'<baseValue baseType="identifier">{one}</baseValue>' for one in order.split())
    test = f'<match><variable identifier="R"/><ordered>{values}</ordered></match>'
    assert qti_scoring.is_odd(other(scores(test), "identifier", "a b", "ordered")) is is_so


def entries(**worth: str) -> str:
    """A mapping."""
    inner = (f'<mapEntry mapKey="{key}" mappedValue="{points}"/>' for key, points in worth.items())
    return f"<mapping>{''.join(inner)}</mapping>"


@pytest.mark.parametrize(
    ("right", "cardinality", "mapping", "is_so"),
    [
        ("a", "single", entries(a="1", b="0.5"), False),
        ("a", "single", entries(a="0.5", b="1"), True),
        ("a", "single", entries(b="1"), True),
        ("a b", "multiple", entries(a="1", b="2", c="-1"), False),
        ("a b", "multiple", entries(a="1"), True),
        ("a", "single", entries(a="many"), True),
        ("a", "single", "", False),
    ],
)
def test_mappings_against_declared_answers(right: str, cardinality: str, mapping: str, is_so: bool) -> None:
    assert qti_scoring.contradictions(item(SUM, right, cardinality, mapping)) is is_so

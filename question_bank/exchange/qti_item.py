"""One item of QTI (2.1, 2.2, 3.0; names as `qti_names` gives them) → a question.

https://www.imsglobal.org/spec/qti/v3p0/impl · https://www.imsglobal.org/question/qtiv2p2/imsqti_v2p2_impl.html
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import clean
from question_bank.exchange import moodle, qti_scoring, rich
from question_bank.exchange.moodle import WHOLE, Answer, Understood
from question_bank.exchange.questions import ReadQuestion
from question_bank.kinds.number import MAX_UNIT

_INLINE = ("textEntryInteraction", "inlineChoiceInteraction")
_NUMBERS = ("float", "integer")


def read_item(item: Any, find: rich.Find) -> ReadQuestion:
    """The question of an `assessmentItem`, with its problems unplaced; the package adds what it knows of it."""
    return _Item(item, find).read()


class _Item:
    def __init__(self, item: Any, find: rich.Find) -> None:
        self.item = item
        self.notes: list[Message] = []

        lacking: set[str] = set()

        def known(address: str) -> str:
            name = find(address)
            if address and not name and address not in lacking:
                lacking.add(address)
                what = N_("Hình hoặc âm thanh “%(name)s” không có trong tệp.")
                self.notes.append(message(what, name=address[:80]))
            return name

        self.find = known
        self.declarations = {one.get("identifier", ""): one for one in item.findall("responseDeclaration")}
        self.blanks: list[Understood] = []

    def read(self) -> ReadQuestion:
        body = self.item.find("itemBody")
        found = [one for one in body.iter() if _is_interaction(one)] if body is not None else []
        text, one = self._understood(body, found)
        if one.kind not in ("essay", "situation", "theme"):
            one = self._warned(one, found)
        problems = moodle.check(one, text)
        if qti_scoring.contradictions(self.item):
            against = N_("Đáp án được khai báo và cách cho điểm (mapping) không khớp nhau. Hãy chọn đáp án.")
            problems.append(message(against))
        if self.item.find("templateDeclaration") is not None:
            self.notes.append(message(N_("Câu có số liệu sinh ngẫu nhiên; ở đây chỉ có lời của mẫu.")))
        return ReadQuestion(
            one.kind,
            text,
            one.body,
            explanation=self._explanation(),
            id=clean(self.item.get("identifier") or self.item.get("title") or ""),
            problems=tuple(problems),
            notes=(*one.notes, *self.notes),
        )

    def _warned(self, one: Understood, found: Sequence[Any]) -> Understood:
        """With a word about scoring that rewards other responses than the declared ones, or isn't understood."""
        if len(found) == 1 and found[0].tag == "choiceInteraction" and "options" in one.body:
            ids = [each.get("identifier", "") for each in found[0].findall("simpleChoice")]
            shares = [place for place, each in enumerate(one.body["options"]) if each.get("share") == "1"]
            right = [ids[place] for place in one.body.get("key", shares)]
            odd = not qti_scoring.rewards(self.item, found[0].get("responseIdentifier", ""), ids, right)
        else:
            odd = qti_scoring.is_odd(self.item)
        if not odd:
            return one
        note = message(N_("Câu có cách chấm riêng; ở đây chỉ đọc các đáp án được khai báo. Hãy kiểm tra."))
        return replace(one, notes=(*one.notes, note))

    # What is asked

    def _understood(self, body: Any, found: list[Any]) -> tuple[str, Understood]:
        if body is None:
            return "", moodle.unknown("assessmentItem")
        names = {one.tag for one in found}
        if not found:
            text = self._text(body)
            return text, Understood("short_answer", {}, (message(N_("Câu không có phần trả lời.")),))
        if names == {"gapMatchInteraction"} and len(found) == 1:
            return self._gaps(body, found[0])
        if names <= set(_INLINE):
            return self._inline(body, found)
        if len(found) > 1:
            text = self._text(body)
            what = N_("Câu có %(count)d phần trả lời; ở đây một câu chỉ có một. Hãy tách thành nhiều câu.")
            return text, Understood("short_answer", {}, (message(what, count=len(found)),))
        interaction = found[0]
        text = self._text(body)
        if interaction.tag == "choiceInteraction":
            return text, self._choice(interaction)
        if interaction.tag == "orderInteraction":
            return text, self._order(interaction)
        if interaction.tag in ("matchInteraction", "associateInteraction"):
            return text, self._match(interaction)
        if interaction.tag == "extendedTextInteraction":
            return text, self._essay(interaction)
        return text, moodle.unknown(interaction.tag)

    def _text(self, body: Any, blanks: dict[Any, str] | None = None) -> str:
        """The words of the item: prompts count, choices, feedback and what is for markers don't."""

        def instead(element: Any) -> str | None:
            if blanks is not None and element in blanks:
                return blanks[element]
            if _is_interaction(element):
                prompt = element.find("prompt")
                if element.tag == "gapMatchInteraction":
                    return None
                return "" if prompt is None else f"\n{rich.flat(prompt, self.find)}\n"
            if element.tag == "rubricBlock" and _is_for_candidates(element):
                return None
            if element.tag in ("rubricBlock", "feedbackBlock", "feedbackInline", "templateBlock", "modalFeedback",
                               "gapText", "gapImg", "stylesheet", "catalogInfo"):  # fmt: skip
                return ""
            if element.tag == "printedVariable":
                return "_____"
            return None

        return rich.tidy(rich.flat(body, self.find, instead))

    def _words(self, element: Any) -> str:
        """The words of a choice, without the feedback in it."""

        def instead(one: Any) -> str | None:
            return "" if one.tag in ("feedbackInline", "feedbackBlock") else None

        return rich.tidy(rich.flat(element, self.find, instead))

    def _explanation(self) -> str:
        blocks = [*self.item.findall("modalFeedback")]
        body = self.item.find("itemBody")
        if body is not None:
            blocks += list(body.iter("feedbackBlock"))
        found = [self._words(one) for one in blocks]
        return "\n".join(dict.fromkeys(text for text in found if text))

    # Answers

    def _declared(self, interaction: Any) -> Any:
        return self.declarations.get(interaction.get("responseIdentifier", ""))

    def _correct(self, declaration: Any) -> list[str]:
        if declaration is None:
            return []
        return [clean(one.text or "") for one in declaration.findall("correctResponse/value")]

    def _mapped(self, declaration: Any) -> dict[str, Decimal]:
        """{key: points} of a mapping; nothing where the responses are compared with the correct one alone."""
        mapping = declaration.find("mapping") if declaration is not None else None
        if mapping is None or not qti_scoring.uses_mapping(self.item):
            return {}
        return {
            clean(one.get("mapKey", "")): moodle.share(one.get("mappedValue"))
            for one in mapping.findall("mapEntry")
        }

    def _choice(self, interaction: Any) -> Understood:
        choices = interaction.findall("simpleChoice")
        texts = [self._words(one) for one in choices]
        declaration = self._declared(interaction)
        several = (declaration.get("cardinality") if declaration is not None else "") == "multiple"
        correct, points = self._correct(declaration), self._mapped(declaration)
        ids = [one.get("identifier", "") for one in choices]
        if unknown := [one for one in correct if one not in ids]:
            what = message(N_("Đáp án “%(key)s” không ứng với phương án nào."), key=unknown[0])
            return Understood("single_choice", {"options": moodle.options_of(texts), "key": []}, (what,))
        one = self._chosen(texts, ids, correct, points, several)
        if interaction.get("maxChoices") == "1" and len(one.body.get("key", ())) > 1:
            too_many = N_("Có %(count)d đáp án đúng mà chỉ được chọn một. Hãy kiểm tra.")
            one = replace(one, notes=(*one.notes, message(too_many, count=len(one.body["key"]))))
        fixed = [choice.get("fixed") == "true" for choice in choices]
        if one.kind != "true_false" and (any(fixed) or interaction.get("shuffle") == "true"):
            # The file says what may move; what an option says of the others is asked only where it doesn't.
            options = [
                option | {"locked": lock} for option, lock in zip(one.body["options"], fixed, strict=True)
            ]
            one = replace(one, body=one.body | {"options": options})
        return one

    def _chosen(
        self, texts: list[str], ids: list[str], correct: list[str], points: dict[str, Decimal], several: bool
    ) -> Understood:
        given = [points.get(one, Decimal(0)) for one in ids]
        best = max(given, default=Decimal(0))
        if several:
            right = [place for place, one in enumerate(ids) if one in correct]
            if not right:
                right = [place for place, one in enumerate(given) if one > 0]
            notes: tuple[Message, ...] = ()
            if points and len({given[place] for place in right}) > 1:
                notes = (message(N_("Các phương án đúng có tỷ lệ điểm khác nhau; ở đây chúng ngang nhau.")),)
            body = {"options": moodle.options_of(texts), "key": right}
            return Understood("several_correct", body, (), notes)
        if best > 0:
            answers = [Answer(text, _hundredth(one, best)) for text, one in zip(texts, given, strict=True)]
            if sum(one.share > 0 for one in answers) > 1:
                return self._weighted(answers)
            return moodle.choice(answers, several=False)
        right = [place for place, one in enumerate(ids) if one in correct]
        return moodle.plain_choice(texts, right)

    def _weighted(self, answers: list[Answer]) -> Understood:
        options = [
            each | {"share": moodle.shortest(max(one.share, Decimal(0)) / WHOLE)}
            for each, one in zip(moodle.options_of([one.text for one in answers]), answers, strict=True)
        ]
        return Understood("weighted_choice", {"options": options})

    def _order(self, interaction: Any) -> Understood:
        words = {one.get("identifier", ""): self._words(one) for one in interaction.findall("simpleChoice")}
        correct = self._correct(self._declared(interaction))
        if sorted(correct) != sorted(words):
            problem = message(N_("Thứ tự đúng không gồm đủ các mục."))
            return Understood("ordering", {"items": list(words.values())}, (problem,))
        return Understood("ordering", {"items": [words[one] for one in correct]})

    def _match(self, interaction: Any) -> Understood:
        sets = interaction.findall("simpleMatchSet")
        correct = self._correct(self._declared(interaction)) or [
            key for key, points in self._mapped(self._declared(interaction)).items() if points > 0
        ]
        pairs = [tuple(one.split()) for one in correct]
        if len(sets) == 2:
            left, right = (
                {
                    one.get("identifier", ""): self._words(one)
                    for one in each.findall("simpleAssociableChoice")
                }
                for each in sets
            )
        else:
            # Pairs among equals: who stands first in a pair is the left.
            words = {
                one.get("identifier", ""): self._words(one)
                for one in interaction.findall("simpleAssociableChoice")
            }
            firsts = {pair[0] for pair in pairs if len(pair) == 2}
            left = {one: text for one, text in words.items() if one in firsts}
            right = {one: text for one, text in words.items() if one not in firsts}
        body: dict[str, Any] = {"left": list(left.values()), "right": list(right.values()), "key": []}
        sound = [pair for pair in pairs if len(pair) == 2 and pair[0] in left and pair[1] in right]
        found = dict(sound)
        if len(sound) != len(pairs) or len(found) != len(sound) or len(found) < len(left):
            problem = message(
                N_("Các cặp đúng không cho mỗi vế trái đúng một vế phải. Hãy soạn lại câu này.")
            )
            return Understood("matching", body, (problem,))
        order = list(right)
        return Understood("matching", body | {"key": [order.index(found[one]) for one in left]})

    def _essay(self, interaction: Any) -> Understood:
        notes = {"model_answer": "", "rubric": ""}
        for block in self.item.iter("rubricBlock"):
            if _is_for_candidates(block):
                continue
            place = "rubric" if "rubric" in (block.get("class") or "").split() else "model_answer"
            notes[place] = "\n".join(one for one in (notes[place], self._words(block)) if one)
        if not notes["model_answer"]:
            notes["model_answer"] = "\n".join(self._correct(self._declared(interaction)))
        kind = interaction.get("data-kind", "")
        return Understood(kind if kind in ("situation", "theme") else "essay", notes)

    # Blanks

    def _inline(self, body: Any, found: list[Any]) -> tuple[str, Understood]:
        blanks = [self._blank(one) for one in found]
        marks = {one: f"{{{{{number}}}}}" for number, one in enumerate(found, start=1)}
        text = self._text(body, marks)
        if len(found) == 1 and self.item.get("label", "") != "cloze":
            before, _, after = text.partition("{{1}}")
            first, after = blanks[0], after.strip(" .;:!?\n")
            if first.kind == "number" and _is_unit(after):
                return before.strip(), replace(first, body=first.body | {"unit": after})
            if found[0].tag == "textEntryInteraction" and not after:
                return before.strip(), first
        problems = [one for each in blanks for one in each.problems]
        notes = [one for each in blanks for one in each.notes]
        inner = [{"kind": one.kind, **one.body} for one in blanks]
        return text, Understood("cloze", {"blanks": inner}, tuple(problems), tuple(notes))

    def _blank(self, interaction: Any) -> Understood:
        declaration = self._declared(interaction)
        correct, points = self._correct(declaration), self._mapped(declaration)
        if interaction.tag == "inlineChoiceInteraction":
            choices = interaction.findall("inlineChoice")
            ids = [one.get("identifier", "") for one in choices]
            right = [place for place, one in enumerate(ids) if one in correct]
            if not right and points:
                best = max(points.values())
                right = [place for place, one in enumerate(ids) if points.get(one) == best and best > 0]
            options = moodle.options_of([self._words(one) for one in choices])
            if interaction.get("shuffle") == "true" or any(one.get("fixed") == "true" for one in choices):
                options = [
                    option | {"locked": one.get("fixed") == "true"}
                    for option, one in zip(options, choices, strict=True)
                ]
            return Understood("single_choice", {"options": options, "key": right})
        kind = declaration.get("baseType", "string") if declaration is not None else "string"
        accepted = list(dict.fromkeys([*correct, *(key for key, one in points.items() if one > 0)]))
        if kind in _NUMBERS and accepted:
            tolerance = self._tolerance(interaction.get("responseIdentifier", ""), accepted[0])
            if tolerance is None:
                problem = message(N_("Không đọc được đáp số hoặc sai số của câu này."))
                return Understood("number", {"value": accepted[0], "tolerance": "", "unit": ""}, (problem,))
            return moodle.number([Answer(one, WHOLE, tolerance) for one in accepted])
        best = max(points.values(), default=Decimal(0))
        shares = {
            one: _hundredth(points[one], best) if points.get(one, Decimal(0)) > 0 else WHOLE
            for one in accepted
        }
        exact = any(one.get("caseSensitive") == "true" for one in self._entries(declaration))
        return moodle.written([Answer(one.replace("*", r"\*"), shares[one]) for one in accepted], exact)

    def _entries(self, declaration: Any) -> list[Any]:
        return [] if declaration is None else declaration.findall("mapping/mapEntry")

    def _tolerance(self, identifier: str, value: str) -> str | None:
        """What may lie between a number and the right one, as the scoring compares them; None where it can't be had."""
        for equal in self.item.iter("equal", "equalRounded"):
            if not any(one.get("identifier") == identifier for one in equal.iter("variable")):
                continue
            if equal.tag == "equalRounded":
                return self._rounded(equal)
            mode = equal.get("toleranceMode", "exact")
            ends = [moodle.decimal_text(one) for one in (equal.get("tolerance") or "0").split()]
            if mode == "exact":
                return "0"
            if not ends or not all(ends) or len(set(map(Decimal, ends))) > 1:
                return None
            if mode == "absolute":
                return ends[0]
            known = moodle.decimal_text(value)
            return moodle.shortest(abs(Decimal(known)) * Decimal(ends[0]) / 100) if known else None
        return "0"

    def _rounded(self, equal: Any) -> str | None:
        figures = equal.get("figures", "")
        if equal.get("roundingMode") != "decimalPlaces" or not figures.isdigit() or int(figures) > 12:
            return None
        return moodle.shortest(Decimal(5).scaleb(-int(figures) - 1))

    def _gaps(self, body: Any, interaction: Any) -> tuple[str, Understood]:
        """Words to put into gaps: each gap is chosen from all of them."""
        words = {one.get("identifier", ""): self._words(one) for one in interaction.findall("gapText")}
        gaps = list(interaction.iter("gap"))
        pairs = {
            one.split()[1]: one.split()[0]
            for one in self._correct(self._declared(interaction))
            if len(one.split()) == 2
        }
        marks = {gap: f"{{{{{number}}}}}" for number, gap in enumerate(gaps, start=1)}
        text = self._text(body, marks)
        if (
            interaction.find("gapImg") is not None
            or len(pairs) != len(self._correct(self._declared(interaction)))
            or not all(pairs.get(gap.get("identifier")) in words for gap in gaps)
        ):
            return text, moodle.unknown("gapMatchInteraction")
        order = list(words)
        blanks = [
            {
                "kind": "single_choice",
                "options": moodle.options_of(list(words.values())),
                "key": [order.index(pairs[gap.get("identifier")])],
            }
            for gap in gaps
        ]
        return text, Understood("cloze", {"blanks": blanks})


def _is_for_candidates(block: Any) -> bool:
    """Whether a rubric block is read by those who are asked, and not by markers."""
    return "candidate" in (block.get("view") or "").split()


def _is_unit(text: str) -> bool:
    return 0 < len(text) <= MAX_UNIT and "\n" not in text and not text[0].isdigit()


def _hundredth(points: Decimal, best: Decimal) -> Decimal:
    return (WHOLE * points / best).quantize(Decimal("0.000001")).normalize()


def _is_interaction(element: Any) -> bool:
    return isinstance(element.tag, str) and element.tag.endswith("Interaction")

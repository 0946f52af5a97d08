"""Boxes, stars, ticks and “(đúng)” beside options, taken out of their words. PURE."""

from __future__ import annotations

import re

from contest.kernel.messages import N_, Message, message
from question_bank.exchange.boxes import are_unclear, chosen, first_box, last_box
from question_bank.exchange.option import Option

RIGHT = re.compile(
    r"\s*[(\[]\s*(?:đ|đúng|✓|✔|true|right|correct|đáp án(?: đúng)?|chọn|đa|(?<=\s[(\[])x)\s*[)\]]\s*\.?$|"
    r"\s*[✓✔☑√✅]\ufe0f?\s*$|"
    r"\s*(?:->|→|⇒|=>|<-+|←|◄)\s*(?:(?:chọn|đáp án)\s+)?(?:đúng)\s*\.?$|\s*(?:<-+|[←◄◀])\s*$",
    re.I,
)
"""What says at the end of an option that it is the right one."""

_WRONG = re.compile(r"\s*[(\[]\s*(?:s|sai|false|wrong)\s*[)\]]\s*\.?$|\s*[✗✘×❌]\s*$", re.I)


def take_boxes(options: list[Option]) -> list[Message]:
    """Boxes out of the words, and what the filled ones say; and what is not clear of them."""
    own = [option.lines[0] if option.lines else None for option in options]
    for option, line in zip(options, own, strict=True):
        if option.box is None and line is not None and (box := first_box(line.text)):
            option.box, option.lines[0] = box, line.cut(box.end)
    boxes = [option.box for option in options]
    if not any(boxes):
        behind = [last_box(option.text) and last_box(option.lines[-1].text) for option in options]
        if not all(behind) or not chosen(behind):
            return []
        for option, box in zip(options, behind, strict=True):
            assert box is not None
            option.box, option.lines[-1] = box, option.lines[-1].cut(0, box.start)
        boxes = behind
    for place in chosen(boxes):
        options[place].starred = True
    if all(box is not None and box.is_refused for box in boxes):
        return [message(N_("Mọi phương án đều có dấu sai (❌). Hãy chọn đáp án."))]
    if not are_unclear(boxes):
        return []
    text = N_("Có cả ô ☑, ô ☒ và ô trống; không rõ ô ☒ là chọn hay bỏ. Hãy kiểm tra đáp án.")
    return [message(text)]


def take_signs(options: list[Option]) -> None:
    """Stars, ticks and “(đúng)” out of the words, where they tell some options from the others."""
    first = [option for option in options if option.lines and option.lines[0].text.startswith("*")]
    if len(first) < len(options):
        for option in first:
            if words := option.lines[0].text.lstrip("* "):
                line = option.lines[0]
                option.lines[0], option.starred = line.cut(len(line.text) - len(words)), True
    for option in options:
        last = option.lines[-1] if option.lines else None
        if last is not None and last.text.endswith("*") and len(last.text.rstrip("*").strip()) > 0:
            option.lines[-1] = last.cut(0, len(last.text.rstrip("*")))
            option.starred = True
    right = [(option, RIGHT.search(option.lines[-1].text)) for option in options if option.lines]
    said = [(option, match) for option, match in right if match and match.start()]
    if not said or len(said) == len(options):
        return
    for option, match in said:
        option.lines[-1], option.starred = option.lines[-1].cut(0, match.start()), True
    for option in options:
        if (wrong := _WRONG.search(option.lines[-1].text)) and wrong.start():
            option.lines[-1] = option.lines[-1].cut(0, wrong.start())

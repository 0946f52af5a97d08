"""`contest questions`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from contest.commands.language import language, translator
from question_bank.exchange.questions import ReadQuestion


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@language
def questions(file: Path, lang: str) -> None:
    """Print what is understood of FILE, a list of questions in any format, as one JSON object a line. Stores nothing.

    Exit 1 where the file as a whole is refused; the reason goes to standard error, as does what is said of the file.
    """
    # The readers take a while to load, and --help needs none.
    from question_bank.exchange import read_questions

    gettext = translator(lang)
    reading = read_questions(file.read_bytes(), file.name)
    for problem in ([reading.refused] if reading.refused else []) + list(reading.problems):
        click.echo(problem.render(gettext), err=True)
    if not reading.questions:
        sys.exit(1)
    for question in reading.questions:
        line = json.dumps(plain(question, gettext), ensure_ascii=False)
        # Bytes, so that a terminal's or a pipe's own encoding can't refuse Vietnamese.
        sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()


def plain(question: ReadQuestion, gettext: Callable[[str], str]) -> dict[str, Any]:
    """A question as it is printed: kind, text, options, key, problems, source."""
    options, key = _options(question.body)
    return {
        "kind": question.kind,
        "text": question.text,
        "options": options,
        "key": key,
        "problems": [one.render(gettext) for one in (*question.problems, *question.notes)],
        "source": question.paragraph or question.row or question.id,
    }


def _options(body: dict[str, Any]) -> tuple[list[str], list[Any]]:
    """The options and the key: positions from 0, or what is accepted."""
    if "options" in body:
        options = body["options"]
        shares = [place for place, one in enumerate(options) if one.get("share") == "1"]
        return [one["text"] for one in options], body.get("key", shares)
    if "left" in body:
        # Every text is an option, and the key says for each of the left where its own stands among them.
        return [*body["left"], *body["right"]], [len(body["left"]) + place for place in body["key"]]
    if "items" in body:
        return list(body["items"]), list(range(len(body["items"])))
    if "blanks" in body:
        return [], [_accepted(blank) for blank in body["blanks"]]
    if "value" in body:
        return [], [body["value"]]
    return [], list(body.get("accepted", ()))


def _accepted(blank: dict[str, Any]) -> list[Any]:
    """What is right in a blank, in words: its options stand nowhere else."""
    options, key = _options(blank)
    return [options[place] for place in key] if options else key

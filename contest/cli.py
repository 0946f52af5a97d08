"""The `contest` command. Each command's module is imported only when it runs: `rank` needs no web application."""

from __future__ import annotations

from importlib import import_module
from typing import cast

import click

# name: (module:attribute, what it does)
COMMANDS = {
    "check": ("contest.commands.check:check", "Read a contest package and print everything wrong with it."),
    "rank": ("contest.commands.rank:rank", "Print the standings of a contest package."),
    "rules": ("contest.commands.rules:rules", "Print a package's rules in plain words."),
    "questions": (
        "contest.commands.questions:questions",
        "Print what is understood of a file of questions.",
    ),
    "load": ("contest.commands.packages:load", "Load a contest package into the database."),
    "dump": ("contest.commands.packages:dump", "Write a contest from the database to a package."),
    "simulate": (
        "contest.commands.simulate:simulate",
        "Play a whole contest with made-up people, over HTTP.",
    ),
    "demo": ("contest.commands.demo:demo", "Serve the sample contest, with a sign-in for each role."),
    "serve": ("contest.commands.serving:serve", "Serve the application."),
    "create-admin": ("contest.commands.admin:create_admin", "Make an administrator."),
    "upgrade": ("contest.commands.serving:upgrade", "Bring the database's tables up to this version."),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports the one that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        return cast(click.Command, getattr(import_module(module), name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Contests with stages, parts, judges and quizzes: packages, rankings, the server."""

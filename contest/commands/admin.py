"""`contest create-admin`: an administrator from the command line."""

from __future__ import annotations

import sys

import click

from contest.accounts import services
from contest.app import create_app
from contest.kernel.db import db
from contest.kernel.errors import Refused


@click.command("create-admin")
@click.argument("username")
@click.option("--name", default="", help="the person's name")
@click.option("--password", help="made and printed once where it is left out")
def create_admin(username: str, name: str, password: str | None) -> None:
    """Make an administrator, or give an existing one a new password."""
    with create_app().app_context():
        try:
            user = services.find(username)
            if user is None:
                user, made = services.create_user(username, name or username, is_admin=True)
            else:
                made = services.reset_password(user)
                user.is_admin = user.is_active = True
            if password is not None:
                services.set_password(user, password)
            db.session.commit()
        except Refused as refusal:
            sys.exit(str(refusal.message))
    click.echo(f"{user.username}" if password is not None else f"{user.username}  {made}")

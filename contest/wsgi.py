"""What a WSGI server loads."""

from contest.app import create_app

app = create_app()

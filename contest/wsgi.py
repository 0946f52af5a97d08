"""What a WSGI server loads."""

from contest.app import create_app
from contest.kernel import jobs

app = create_app()
jobs.serve(app)

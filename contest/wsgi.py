"""What a WSGI server loads."""

import gc

# All of this lives as long as the process. To look through it for garbage would take a sixth of the start, and a pause
# now and then while people answer.
gc.disable()

from contest.app import create_app  # noqa: E402
from contest.kernel import jobs  # noqa: E402

app = create_app()
jobs.serve(app)

gc.freeze()
gc.enable()

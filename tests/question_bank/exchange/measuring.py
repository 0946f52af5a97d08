"""Read files in processes of their own and say how much memory each took: `python -m …measuring FOLDER`.

`tracemalloc` doesn't see what libxml2 and calamine take. A child of a process that has loaded every reader begins with its
memory; what its peak has beyond that is the file's.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path

from question_bank.exchange import read_questions
from question_bank.exchange.formats import formats


def grown(path: Path) -> tuple[int, str]:
    """(MB that reading a file took at its peak, what came of it)."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        before = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
        reading = read_questions(path.read_bytes(), path.name)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        told = [(peak - before) >> 20, str(reading.refused or len(reading.questions))]
        os.write(writer, json.dumps(told).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    megabytes, came = json.loads(told or '[0, "died"]')
    return megabytes, came


if __name__ == "__main__":
    formats()
    files = sorted(Path(sys.argv[1]).iterdir())
    print(json.dumps({path.name: grown(path) for path in files}))

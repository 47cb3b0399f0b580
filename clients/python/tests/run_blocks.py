"""Runs blocks of Python, a JSON list on standard input, one after the other in a folder; prints a JSON list of what each has printed."""
import contextlib
import io
import json
import os
import sys
import traceback

os.chdir(sys.argv[1])
names = {}
printed = []
for block in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        try:
            exec(compile(block, "block", "exec"), names)
        except Exception:
            traceback.print_exc(file=out)
    printed.append(out.getvalue())
print(json.dumps(printed))

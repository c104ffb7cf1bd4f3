"""The package behind a pipe, for both checks."""
import json
import pathlib
import subprocess
from fractions import Fraction

HERE = pathlib.Path(__file__).parent


class Engine:
    def __init__(self):
        self.process = subprocess.Popen(["node", str(HERE / "engine.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        self.definitions = json.loads(self.process.stdout.readline())

    def send(self, files, lenses, **more):
        self.process.stdin.write(json.dumps({"files": files, "lenses": lenses, **more}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def number(value):
    """Money is text with two places: in cents. Anything else as it is."""
    if isinstance(value, str):
        return int(Fraction(value) * 100)
    return value

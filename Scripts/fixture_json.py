"""Writes fixture JSON: indented objects, but a list of plain values on one line, so that diffs stay readable."""
import json
from pathlib import Path


def dumps(value, indent=0):
    pad, inner = " " * indent, " " * (indent + 1)
    if isinstance(value, dict) and value:
        items = [f"{inner}{json.dumps(key)}: {dumps(item, indent + 1)}" for key, item in value.items()]
        return "{\n" + ",\n".join(items) + f"\n{pad}}}"
    if isinstance(value, list) and any(isinstance(item, (dict, list)) for item in value):
        return "[\n" + ",\n".join(inner + dumps(item, indent + 1) for item in value) + f"\n{pad}]"
    return json.dumps(value, allow_nan=False)  # JSON has no NaN or infinity: fail here, not in the reader


def write(path, value):
    text = dumps(value) + "\n"
    Path(path).write_text(text, encoding="utf-8")
    print(f"{path}: {len(text)} bytes")

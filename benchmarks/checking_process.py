"""One peer's whole work in a process of its own: load, read the workbook, check it, leave what it found as JSON.

python benchmarks/checking_process.py PEER WORKBOOK FILE
"""

import json
import sys
from importlib import import_module
from pathlib import Path

peer, path, told = sys.argv[1:]
Path(told).write_text(json.dumps(sorted(import_module(f"checking_{peer}").found(Path(path)))), encoding="utf-8")

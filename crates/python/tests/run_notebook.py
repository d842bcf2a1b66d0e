"""Run a notebook on an export, and fail if a cell does: `run_notebook.py NOTEBOOK EXPORT [--update]`."""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

path = Path(sys.argv[1])
os.environ["EXPORT"] = str(Path(sys.argv[2]).resolve())
notebook = nbformat.read(path, as_version=4)
NotebookClient(notebook, timeout=300, kernel_name="python3").execute(cwd=path.parent)
outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
pictures = [output for output in outputs if "image/png" in output.get("data", {})]
assert len(pictures) >= 3, f"{len(pictures)} pictures"
if "--update" in sys.argv:
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    nbformat.write(notebook, path)
print(f"{path}: {len(notebook.cells)} cells, {len(pictures)} pictures")

"""What a wheel holds beside the code: the whole project, which an installed program uses where there is no other.

The query editor of the SPARQL page is bundled where it has been set up (`make editor`) or where npm can fetch it;
otherwise the page has its plain form. `pledgegraph/bundled/bundle.json` says which; `PLEDGEGRAPH_EDITOR=plain` asks for
the latter.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PARTS = ("ontology", "queries", "data")
EDITOR = ("yasgui.min.js", "yasgui.min.css")
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")
SECONDS = 300


class Bundle(BuildHookInterface):
    """Puts the project's folders into `pledgegraph/bundled`; an editable install reads them where they lie."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds the folders, the editor and the note on it to a wheel."""
        if version == "editable":
            return
        included = build_data["force_include"]
        for part in PARTS:
            included[str(Path(self.root) / part)] = f"pledgegraph/bundled/{part}"
        self._place = Path(tempfile.mkdtemp())
        editor = self._editor()
        for name in EDITOR if editor else ():
            included[str(editor / name)] = f"pledgegraph/bundled/editor/{name}"
        note = self._place / "bundle.json"
        note.write_text(json.dumps({"editor": "yasgui" if editor else "plain form"}) + "\n", encoding="utf-8")
        included[str(note)] = "pledgegraph/bundled/bundle.json"
        self.app.display_info(f"query editor: {'bundled' if editor else 'none, the SPARQL page has its plain form'}")

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Clears what was fetched."""
        if version != "editable":
            shutil.rmtree(self._place, ignore_errors=True)

    def _editor(self) -> Path | None:
        """The folder with the editor's files, if there is one or npm can make one."""
        root = Path(self.root)
        if os.environ.get("PLEDGEGRAPH_EDITOR") == "plain":
            return None
        if _whole(root / "build" / "editor"):
            return root / "build" / "editor"
        npm = shutil.which("npm")
        if npm is None or not (root / "package-lock.json").is_file():
            return None
        for name in NPM_FILES:
            if (root / name).is_file():
                shutil.copyfile(root / name, self._place / name)
        command = [npm, "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        try:
            subprocess.run(command, cwd=self._place, check=True, timeout=SECONDS, capture_output=True)
        except (OSError, subprocess.SubprocessError):
            return None
        made = self._place / "node_modules" / "@zazuko" / "yasgui" / "build"
        return made if _whole(made) else None


def _whole(folder: Path) -> bool:
    return all((folder / name).is_file() for name in EDITOR)

"""What a wheel holds beside the code: the whole project, which an installed program uses where there is no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PARTS = ("ontology", "queries", "data")


class Bundle(BuildHookInterface):
    """Puts the project's folders into `pledgegraph/bundled`; an editable install reads them where they lie."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds the folders to a wheel."""
        if version == "editable":
            return
        for part in PARTS:
            build_data["force_include"][str(Path(self.root) / part)] = f"pledgegraph/bundled/{part}"

"""The gate: a graph against the shapes, by one of two engines, as a report that names places in the texts."""

from pledgegraph.validate.engines import ENGINES, Engine
from pledgegraph.validate.gate import check, validate
from pledgegraph.validate.render import FORMATS, render
from pledgegraph.validate.reports import Report, Result, Severity, SourcePlace

__all__ = [
    "ENGINES",
    "FORMATS",
    "Engine",
    "Report",
    "Result",
    "Severity",
    "SourcePlace",
    "check",
    "render",
    "validate",
]

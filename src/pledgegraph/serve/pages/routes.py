"""All routes of the pages."""

from __future__ import annotations

from pledgegraph.serve.pages import (
    attendance,
    catalogue,
    entity,
    linked,
    lists,
    ontology,
    overview,
    reports,
    search,
    statics,
)

ROUTES = (
    *overview.ROUTES,
    *lists.ROUTES,
    *attendance.ROUTES,
    *catalogue.ROUTES,
    *search.ROUTES,
    *reports.ROUTES,
    *ontology.ROUTES,
    *statics.ROUTES,
    *entity.ROUTES,
    *linked.ROUTES,
)

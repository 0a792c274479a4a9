"""What the references of one conversion's records are called: labels, acronyms, codes and names as written."""

from __future__ import annotations

from pledgegraph.evaluate.references import Named
from pledgegraph.extraction import Extraction
from pledgegraph.model import BODIES, Kind, Ref
from pledgegraph.sources.entries import Organisation
from pledgegraph.sources.registry import Registry


class Identities:
    """Names of everything that one conversion refers to."""

    def __init__(self, extraction: Extraction, registry: Registry) -> None:
        self._extraction, self._registry = extraction, registry
        self._own: dict[Ref, str] = {one.ref: one.label for one in extraction.persons}
        self._own |= {one.ref: one.label for one in extraction.organisations}
        self._own |= {one.ref: one.surface_form for one in extraction.collectives}
        self._written: dict[Ref, set[str]] = {}
        for body in extraction.organisations:
            if body.acronym:
                self._written.setdefault(body.ref, set()).add(body.acronym)
        for mention in extraction.mentions:
            self._written.setdefault(mention.mentioned, set()).add(mention.name_as_written)
        for part in extraction.participations:
            self._written.setdefault(part.participant, set()).add(part.name_as_written)

    def of(self, ref: Ref) -> Named:
        """A reference with all its names."""
        written = tuple(sorted(self._written.get(ref, ())))
        if ref in self._own:
            return Named(kinds=frozenset({ref.kind.value}), label=self._own[ref], names=(self._own[ref], *written))
        entry = self._registry.entry(ref)
        names = [entry.label, *entry.aliases, *written]
        if isinstance(entry, Organisation) and entry.acronym:
            names.append(entry.acronym)
        code = ref.key if ref.kind is Kind.STATE else str(getattr(entry, "iso3", ""))
        return Named(kinds=frozenset({ref.kind.value}), iso3=code, label=entry.label, names=tuple(names))

    def named_refs(self) -> set[Ref]:
        """Every state, territory and organisation that a record names."""
        made = self._extraction
        refs = {mention.mentioned for mention in made.mentions}
        refs |= {part.participant for part in made.participations}
        refs |= {ref for post in made.posts for ref in (post.organisation, post.represents) if ref}
        refs |= {said.speaker for said in made.statements if said.speaker}
        return {ref for ref in refs if ref.kind in BODIES}

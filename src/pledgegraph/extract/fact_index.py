"""What a text has told so far, found by person, title or collective without looking at all of it each time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pledgegraph.model import Collective, Extraction, PostHolding, Ref


@dataclass(kw_only=True)
class FactIndex:
    """Posts and collectives of an extraction, which grows while a text is read; a post may be told anew in place."""

    extraction: Extraction
    _posts: int = 0
    _collectives: int = 0
    _by_person: dict[Ref, list[int]] = field(default_factory=dict)
    _by_title: dict[str, list[int]] = field(default_factory=dict)
    _by_ref: dict[Ref, Collective] = field(default_factory=dict)

    def posts_of(self, person: Ref) -> list[PostHolding]:
        """The posts that the text has told of a person, in order."""
        self._grow()
        return [self.extraction.posts[index] for index in self._by_person.get(person, ())]

    def posts_titled(self, phrase: str) -> Iterator[PostHolding]:
        """The posts whose title a phrase begins with ("Minister", "Minister of Ports": "Minister of Ports of Peru")."""
        self._grow()
        words = phrase.split()
        for count in range(1, len(words) + 1):
            for index in self._by_title.get(" ".join(words[:count]), ()):
                yield self.extraction.posts[index]

    def collective(self, ref: Ref) -> Collective | None:
        """The collective of a reference."""
        self._grow()
        return self._by_ref.get(ref)

    def _grow(self) -> None:
        """Takes in what was told since the last time."""
        for index in range(self._posts, len(self.extraction.posts)):
            post = self.extraction.posts[index]
            self._by_person.setdefault(post.person, []).append(index)
            self._by_title.setdefault(post.title, []).append(index)
        self._posts = len(self.extraction.posts)
        for index in range(self._collectives, len(self.extraction.collectives)):
            one = self.extraction.collectives[index]
            self._by_ref.setdefault(one.ref, one)
        self._collectives = len(self.extraction.collectives)

"""A person as a sentence names one, with the posts told there."""

from __future__ import annotations

from dataclasses import dataclass

from pledgegraph.model import Person, PostHolding, Ref
from pledgegraph.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """A person in a sentence: the span of the name, and of name and post together.

    `of` is the state or body right behind a name without a post ("Mr. Soto (Peru)").
    """

    person: Person
    posts: tuple[PostHolding, ...]
    span: Span
    full: Span
    listed: bool = False
    of: Ref | None = None

    @property
    def represents(self) -> Ref | None:
        """What the first post with an answer says the person represents."""
        return next((post.represents for post in self.posts if post.represents), self.of)

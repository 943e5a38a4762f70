"""How well a sentence stands by itself: what its subject is, and what in it leans on the text around it."""

from __future__ import annotations

import dataclasses
from typing import Literal

#: ``generic`` a bare plural, "a stack", a substance; ``name`` a proper name or abbreviation; ``definite`` "the stack",
#: which one only a reader of the whole text may know; ``clause`` a condition or an adverbial first; ``unclear`` else.
SubjectKind = Literal["generic", "name", "definite", "clause", "unclear"]


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """What can be seen of a sentence without its document.

    Args:
        kind: what its subject is.
        subject: the subject's normal form; empty where it is not clear.
        determined: whether the sentence itself says which one is meant ("the eye of a hurricane").
        definite: normal forms of other things it calls "the ..." without saying which.
        burden: what speaks against it in its words, 0 nothing to about 1.
    """

    kind: SubjectKind
    subject: str = ""
    determined: bool = False
    definite: tuple[str, ...] = ()
    burden: float = 0.0

"""Drafts: declarative timelines that video editors open, checked at once; light, for the API and for the job."""

from backend.drafts.parsing import parse
from backend.drafts.timeline import Timeline

__all__ = ["Timeline", "parse"]

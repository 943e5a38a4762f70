"""What `document_analysis` takes, gives and may use. Light: no document library is imported here."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, model_validator

from backend.catalogue import FileId, FileInput, Kind, Limit, Parameters, Policy

_ADDRESS = r"^https?://\S+$"


def _web_address(text: str) -> str:
    """Refuse what no browser would open."""
    if not re.fullmatch(_ADDRESS, text):
        raise ValueError("Write the whole address, with http:// or https:// before it and without spaces.")
    return text


#: One of two names, and not null: what the check below says, for forms.
_ONE_SOURCE: list[JsonValue] = [
    {"required": [name], "properties": {name: {"type": "string"}}} for name in ("file_id", "url")
]


class DocumentAnalysisParameters(Parameters):
    """Which document, page or video, and how to report on it."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [*_ONE_SOURCE]})

    file_id: Annotated[
        FileId | None,
        FileInput(accept=("*/*",)),
        Field(
            title="File",
            description="pdf, docx, pptx, epub, odt, html, md, txt, srt, vtt, or a video with a subtitle track.",
        ),
    ] = None
    url: Annotated[
        Annotated[
            str,
            Field(max_length=2000, json_schema_extra={"pattern": _ADDRESS, "format": "uri"}),
            AfterValidator(_web_address),
        ]
        | None,
        Field(title="Address", description="A page, a document or a video on the web, instead of a file."),
    ] = None
    title: Annotated[str, Field(max_length=200, title="Title", description="Empty takes the document's own.")] = ""
    language: Annotated[
        Literal["auto", "en", "zh"],
        Field(
            title="Language",
            description="Language of the report's own words; auto takes the document's.",
            json_schema_extra={"x-labels": {"auto": "As the document", "en": "English", "zh": "中文"}},
        ),
    ] = "auto"
    provider: Annotated[
        Literal["offline", "llm"],
        Field(
            title="Writer",
            description="offline picks the document's own sentences; llm asks a language model.",
            json_schema_extra={"x-labels": {"offline": "Offline", "llm": "Language model"}},
        ),
    ] = "offline"

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.file_id is None) == (self.url is None):
            raise ValueError("Name exactly one: file_id or url.")
        return self


class DocumentAnalysisResult(BaseModel):
    """What was made, in short; ``report.json`` holds the report itself."""

    model_config = ConfigDict(frozen=True)

    title: str
    language: str
    summary: list[str] = Field(description="the report's first sentences")
    keywords: list[str]
    counts: dict[str, int] = Field(description="pages, words, sentences, chapters, quotes")
    warnings: list[str] = Field(description="what to know about the source, one sentence each")


class _DocumentAnalysis(Kind):
    def resources(self, params: Parameters) -> tuple[str, ...]:
        """Name the language model and the web where they are used."""
        if not isinstance(params, DocumentAnalysisParameters):
            return ()
        return (("llm",) if params.provider == "llm" else ()) + (("web",) if params.url else ())


KIND = _DocumentAnalysis(
    name="document_analysis",
    title="Report on a document or video",
    description="Reads a document, a web page or a video's captions and reports on it, every quote with its place.",
    params=DocumentAnalysisParameters,
    result=DocumentAnalysisResult,
    policy=Policy(limit=Limit(default=3), max_waiting=100, time_limit_s=3600.0),
    artifacts=("report.md", "report.html", "report.json"),
    resource_limits={"llm": Limit(default=4, min=1), "web": Limit(default=8)},
)

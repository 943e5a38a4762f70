"""Asking a language model's server of our own one small question, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from actors.llm.client import Llm, Patience
from actors.llm.endpoint import Bounds
from backend.errors import JobFailure, Throttled
from tests.material.job import FolderJob
from tests.material.llm_replies import Replier, Reply
from tests.material.llm_server import LlmServer

KEY = "sk-a-secret-key-0123456789"
#: Quick pauses; bounds that a working loopback server never comes near.
PATIENCE = Patience(first_pause_s=0.001, bounds=Bounds(connect_s=5, silence_s=20, whole_s=20))


class Heading(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str = Field(min_length=1, description="what the text is called")
    size: Literal["small", "large"] = "small"


HEAT = {"title": "Heat", "size": "large"}


class Talk:
    """What came of asking one server: the answer or the failure, and the traces."""

    def __init__(
        self,
        folder: Path,
        replier: Replier | Reply,
        patience: Patience = PATIENCE,
        times: int = 1,
        key: str = KEY,
        **settings: Any,
    ) -> None:
        self.failure: Exception | None = None
        self.answers: list[Heading] = []
        with LlmServer(replier, key=key) as server:
            self.job = FolderJob(folder, providers={"llm": server.provider(**settings)})
            with Llm.of(self.job, patience) as llm:
                try:
                    self.answers = [ask(llm) for _ in range(times)]
                except (JobFailure, Throttled) as failure:
                    self.failure = failure
            self.asked = server.asked

    @property
    def code(self) -> str:
        assert isinstance(self.failure, JobFailure), self.failure
        return self.failure.code


def ask(llm: Llm, material: str = "Heat flows.", wishes: str = "") -> Heading:
    return llm.ask(instructions="Name the text.", material=material, answer=Heading, purpose="naming", wishes=wishes)

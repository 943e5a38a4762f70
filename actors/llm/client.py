"""Asking a language model: one question in, one checked answer out, or a failure that says what to do.

    with Llm.of(job) as llm:
        outline = llm.ask(instructions=..., material=text, answer=Outline, purpose="outline")

One ``Llm`` serves all threads of a job.
"""

from __future__ import annotations

import dataclasses
import threading
from types import TracebackType
from typing import Any, Self, TypeVar

from pydantic import BaseModel

from actors.context import JobContext
from actors.llm.endpoint import AnswerTooLarge, Endpoint, Refusal, Unreachable
from actors.llm.failures import HOPELESS, PromptTooLong, give_up
from actors.llm.patience import RESOURCE, Patience, SittingOut
from actors.llm.prompt import FORMS, Form, messages, response_format
from actors.llm.refusals import Meaning, meaning_of, retry_after_s
from actors.llm.reply import BadAnswer, Completion, answer_of, completion_of
from actors.llm.schema import strict_schema
from backend.errors import JobFailure, Throttled

__all__ = ["Llm", "Patience", "PromptTooLong"]

AnswerT = TypeVar("AnswerT", bound=BaseModel)


class Llm:
    """A language model as one job may use it; thread-safe.

    Args:
        job: whose limits and accounts it goes by.
        endpoint: where the model is.
        model: its name there.
        input_price: money per million tokens read, 0 where unknown.
        output_price: money per million tokens written, 0 where unknown.
        patience: when to give up.
    """

    def __init__(
        self,
        job: JobContext,
        endpoint: Endpoint,
        model: str,
        *,
        input_price: float,
        output_price: float,
        patience: Patience,
    ) -> None:
        self._job, self._endpoint, self._model, self._patience = job, endpoint, model, patience
        self._input_price, self._output_price = input_price, output_price
        self._lock = threading.Lock()
        #: The strictest form that this server is known to take, or may take.
        self._form: Form = FORMS[0]
        #: What holds for every further question as well, such as that the key is refused.
        self._hopeless: JobFailure | Throttled | None = None

    @classmethod
    def of(cls, job: JobContext, patience: Patience | None = None) -> Self:
        """Return the model that the operator set up.

        Args:
            job: the job that asks.
            patience: when to give up; None for the usual.

        Raises:
            JobFailure: ``provider_not_configured``.
        """
        settings = job.provider(RESOURCE)
        for field, setting in (("base_url", "SLUICE_LLM_BASE_URL"), ("model", "SLUICE_LLM_MODEL")):
            if not settings[field]:
                message = f"No language model is set up here. An operator has to set {setting}."
                raise JobFailure("provider_not_configured", message, details={"setting": setting})
        patience = patience or Patience()
        return cls(
            job,
            Endpoint(settings["base_url"], settings["api_key"], patience.bounds),
            settings["model"],
            input_price=settings["input_price"],
            output_price=settings["output_price"],
            patience=patience,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._endpoint.close()

    def ask(
        self, *, instructions: str, material: str, answer: type[AnswerT], purpose: str, wishes: str = ""
    ) -> AnswerT:
        """Ask one question and return its checked answer.

        Args:
            instructions: what to do, in words of ours only: nothing from a document or a user belongs here.
            material: text of documents to work on; never followed as an instruction.
            answer: what the answer must be (see ``strict_schema``); forbid extra fields in it.
            purpose: one or two words for the log and for failures, such as ``chapter 3``.
            wishes: the user's special requests: style and emphasis.

        Raises:
            JobFailure: ``llm_bad_answer``, ``llm_unreachable`` (both retryable), ``llm_key_refused``,
                ``llm_model_unknown``, ``llm_wrong_address``, ``llm_quota_used_up``, ``llm_refused``.
            PromptTooLong: ``llm_too_long``.
            Throttled: the provider wants a longer pause than a job should sit out.
        """
        schema, fault = strict_schema(answer), ""
        for number in range(1, self._patience.answers + 1):
            question = _Question(instructions, material, wishes, fault, answer.__name__, schema, purpose)
            try:
                return answer_of(self._completed(question), answer)
            except (JobFailure, Throttled) as failure:
                if isinstance(failure, Throttled) or failure.code in HOPELESS:
                    self._hopeless = failure
                raise
            except BadAnswer as bad:
                fault = str(bad)
                self._job.log(f"llm: {purpose}: answer {number} of {self._patience.answers} not usable: {fault}")
        raise JobFailure(
            "llm_bad_answer",
            f"The language model gave no usable answer in {self._patience.answers} tries. "
            "Try again later, or set SLUICE_LLM_MODEL to another model.",
            retryable=True,
            details={"purpose": purpose, "fault": fault},
        )

    def _completed(self, question: _Question) -> Completion:
        """Send a question until an answer comes back, whatever is in it.

        Raises:
            BadAnswer: for an answer that can't even be read.
        """
        sitting_out, form = SittingOut(self._job, self._patience, question.purpose), self._form
        while True:
            self._job.wait_for_turn(RESOURCE)
            if self._hopeless is not None:  # learned by another thread while this one waited
                raise self._hopeless
            self._spend(llm_requests=1)
            try:
                raw = self._endpoint.complete(question.request(self._model, form))
            except Unreachable as trouble:
                sitting_out.trouble(str(trouble))
            except AnswerTooLarge:
                raise BadAnswer("The answer was far too long. Answer more briefly.") from None
            except Refusal as refusal:
                meaning = meaning_of(refusal)
                if meaning is Meaning.SLOW_DOWN:
                    sitting_out.throttle(retry_after_s(refusal))
                elif meaning is Meaning.PASSING:
                    sitting_out.trouble(f"HTTP {refusal.status}")
                elif meaning is Meaning.NOT_UNDERSTOOD and form != FORMS[-1]:
                    # Which parameter a server dislikes is worded differently everywhere: the next form will tell.
                    form = FORMS[FORMS.index(form) + 1]
                else:
                    give_up(meaning, refusal, question.purpose)
            else:
                return self._accepted(raw, form)

    def _accepted(self, raw: bytes, form: Form) -> Completion:
        with self._lock:
            if FORMS.index(form) > FORMS.index(self._form):
                self._form = form
                self._job.log(f"llm: this server does not take answers of a stricter form than {form}")
        completion = completion_of(raw)
        if completion.usage:
            read, written = completion.usage.prompt_tokens or 0, completion.usage.completion_tokens or 0
            cost = (read * self._input_price + written * self._output_price) / 1e6
            self._spend(llm_input_tokens=read, llm_output_tokens=written, llm_cost=cost)
        return completion

    def _spend(self, **amounts: float) -> None:
        with self._lock:
            for name, amount in amounts.items():
                if amount:
                    self._job.spend(name, amount)


@dataclasses.dataclass(frozen=True)
class _Question:
    instructions: str
    material: str
    wishes: str
    fault: str
    name: str
    schema: dict[str, Any]
    purpose: str

    def request(self, model: str, form: Form) -> dict[str, Any]:
        said = messages(
            instructions=self.instructions,
            material=self.material,
            wishes=self.wishes,
            fault=self.fault,
            form=form,
            schema=self.schema,
        )
        return {"model": model, "messages": said, **response_format(form, self.name, self.schema)}

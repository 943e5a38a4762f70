"""What a job fails with when the provider says no, and which setting an operator has to look at."""

from __future__ import annotations

from typing import Any, NoReturn

from actors.llm.endpoint import Refusal
from actors.llm.refusals import Meaning, message_of
from backend.errors import JobFailure


class PromptTooLong(JobFailure):
    """The material does not fit into the model's context: send less of it at once."""

    def __init__(self, purpose: str) -> None:
        message = (
            "The language model can't take so much text at once. Set SLUICE_LLM_MODEL to one with a longer context."
        )
        super().__init__("llm_too_long", message, details={"purpose": purpose})


_SENTENCES = {
    Meaning.QUOTA_USED_UP: (
        "llm_quota_used_up",
        "The account at the language model's provider has no credit left. Waiting does not help: an operator has to "
        "renew it there.",
    ),
    Meaning.KEY_REFUSED: (
        "llm_key_refused",
        "The language model's provider refused the key. An operator has to check SLUICE_LLM_API_KEY.",
    ),
    Meaning.MODEL_UNKNOWN: (
        "llm_model_unknown",
        "The language model's provider does not know the model. An operator has to check SLUICE_LLM_MODEL.",
    ),
    Meaning.WRONG_ADDRESS: (
        "llm_wrong_address",
        "There is no language model at the address that is set. An operator has to check SLUICE_LLM_BASE_URL.",
    ),
}


#: Codes that every further question of the job would fail with as well.
HOPELESS = frozenset({code for code, _ in _SENTENCES.values()} | {"llm_unreachable"})


def give_up(meaning: Meaning, refusal: Refusal, purpose: str) -> NoReturn:
    """Fail with what a refusal means.

    Raises:
        PromptTooLong: where the context is the trouble.
        JobFailure: else.
    """
    if meaning is Meaning.TOO_LONG:
        raise PromptTooLong(purpose)
    code, sentence = _SENTENCES.get(
        meaning,
        ("llm_refused", "The language model's provider refused the request. An operator can see why in the details."),
    )
    details: dict[str, Any] = {"purpose": purpose, "status": refusal.status}
    if meaning is not Meaning.KEY_REFUSED:  # some providers repeat a part of the key
        details["provider_says"] = message_of(refusal)
    raise JobFailure(code, sentence, details=details)

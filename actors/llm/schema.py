"""The JSON Schema of an answer in the subset that strict structured outputs take everywhere.

References are written out, every property is required, unknown ones are forbidden, and bounds (lengths, ranges,
patterns) are left out: some providers refuse them, and the answer is checked against the model anyway.

Source: OpenAI guide "Structured outputs", section "Supported schemas"; Gemini's API reference, "Schema".
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

_KEPT = ("type", "description", "enum")


def strict_schema(answer: type[BaseModel]) -> dict[str, Any]:
    """Return the schema of an answer.

    Args:
        answer: a model of objects, lists, texts, numbers, enumerations and choices between them; not recursive, and
            without dictionaries of free keys.

    Raises:
        TypeError: when the model holds something that can't be asked for strictly.
    """
    schema = answer.model_json_schema()
    return _strict(schema, schema.get("$defs", {}), ())


def _strict(schema: dict[str, Any], shared: dict[str, Any], open_references: tuple[str, ...]) -> dict[str, Any]:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name in open_references:
            raise TypeError(f"{name} holds itself: such an answer can't be asked for")
        own = {key: value for key, value in schema.items() if key != "$ref"}
        return _strict({**shared[name], **own}, shared, (*open_references, name))
    strict = {key: schema[key] for key in _KEPT if key in schema}
    if "const" in schema:
        strict["enum"] = [schema["const"]]
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        strict["anyOf"] = [_strict(choice, shared, open_references) for choice in choices]
    elif schema.get("type") == "object":
        if "properties" not in schema:
            raise TypeError("an object of free keys can't be asked for strictly")
        properties = schema["properties"]
        strict["properties"] = {name: _strict(part, shared, open_references) for name, part in properties.items()}
        strict["required"] = list(properties)
        strict["additionalProperties"] = False
    elif schema.get("type") == "array":
        if "items" not in schema:
            raise TypeError("a list of entries without one type can't be asked for strictly")
        strict["items"] = _strict(schema["items"], shared, open_references)
    elif "type" not in schema and "enum" not in strict:
        raise TypeError(f"a value of any type can't be asked for strictly ({schema.get('title', 'unnamed')})")
    return strict

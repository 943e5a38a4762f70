"""What a person who read the questions said of them: kept by question, printed with the reasons."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

#: {"questions": {key: {"verdict": "accept" or "reject", "reason": text, "type": text, "stem": text, "pdf": name}}}
FILE = Path(__file__).with_name("exam_judgement.json")


#: Names of the PDFs that tests/material/pdfs.py writes; all others are somebody else's.
_OURS = re.compile(r"(?:en|zh)_|(?:equations|hyphenated|mixed|slides_\d+)\.pdf$")


def key_of(item: Mapping[str, Any]) -> str:
    """Return a question's key: the same as long as its words, its options (in any order) and its answer are."""
    answer = item["options"][item["key"]] if isinstance(item["key"], int) else item["key"]
    said = json.dumps([item["type"], item["stem"], sorted(item["options"]), answer], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def judged() -> dict[str, dict[str, str]]:
    """Return all verdicts by key; none where nobody has judged yet."""
    if not FILE.exists():
        return {}
    questions: dict[str, dict[str, str]] = json.loads(FILE.read_text(encoding="utf-8"))["questions"]
    return questions


def print_questions(questions: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
    """Print questions to read, then the lines to fill in for the file."""
    blank = {}
    for number, (name, item) in enumerate(questions, start=1):
        print(f"\n[{number}] {key_of(item)}  {item['type']}  {name}, page {item['source']['page']}")
        print(f"    {item['stem']}")
        for place, option in enumerate(item["options"]):
            print(f"      {'>' if place == item['key'] else ' '} {chr(ord('A') + place)}. {option}")
        if not item["options"]:
            print(f"      > {item['key']}")
        print(f"    why:   {item['explanation']}")
        print(f"    quote: {item['source']['quote']}")
        known = judged().get(key_of(item), {})
        blank[key_of(item)] = {
            "verdict": known.get("verdict", ""), "reason": known.get("reason", ""),
            "type": item["type"], "stem": item["stem"], "pdf": name,
        }  # fmt: skip
    print(f"\n--- for {FILE.name}: verdict accept or reject, a reason for each reject")
    print(json.dumps({"questions": blank}, ensure_ascii=False, indent=1))


def show(items: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """Print the verdicts, by type and with the reasons of rejects, and how many of them concern today's questions."""
    verdicts = judged()
    if not verdicts:
        print(f"  no question has been read yet: -m tests.bench.pdf_exam --read 100, verdicts into {FILE.name}")
        return {}
    accepted = [one for one in verdicts.values() if one["verdict"] == "accept"]
    rejected = [one for one in verdicts.values() if one["verdict"] == "reject"]
    share = len(accepted) / max(1, len(accepted) + len(rejected))
    today = {key_of(item) for item in items}
    print(f"  read by a person: {len(accepted)} of {len(accepted) + len(rejected)} accepted, {share:.0%}   (bar: 80 %)")
    print(f"    of them still written today: {len(today & set(verdicts))}")
    for kind, count in sorted(Counter(one["type"] for one in verdicts.values()).items()):
        print(f"    {kind:<18} {sum(one['type'] == kind for one in accepted)} of {count}")
    for whose, ours in (("our own lectures", True), ("PDFs of others", False)):
        theirs = [one for one in verdicts.values() if bool(_OURS.match(one["pdf"])) == ours]
        print(f"    {whose:<18} {sum(one['verdict'] == 'accept' for one in theirs)} of {len(theirs)}")
    for reason, count in Counter(one["reason"] for one in rejected).most_common():
        print(f"    rejected {count}: {reason}")
    for one in rejected:
        print(f"        {one['type']}: {one['stem'][:130]}")
    return {"accepted_by_reader": share, "read_by_reader": len(accepted) + len(rejected)}

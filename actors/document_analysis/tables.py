"""The tables that a report shows: each in its chapter, some of every chapter, long ones cut and said to be."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from actors.document_analysis.parts import Part
from actors.document_analysis.report import At, Table
from actors.text.document import Block, Document

#: So many tables are shown of a whole document, and so many rows altogether.
_MOST_TABLES, _MOST_ROWS_IN_ALL = 40, 400
#: One table shows from a few to many rows, by how many tables there are.
_FEWEST_ROWS, _MOST_ROWS, _MOST_COLUMNS = 8, 40, 12


def tables_of(document: Document, parts: Sequence[Part]) -> tuple[tuple[Table, ...], int]:
    """Choose tables: the first of every chapter before the second of any.

    Args:
        document: what was read.
        parts: the chapters.

    Returns:
        The tables in the document's order, and how many more there are.
    """
    in_parts = [
        [(index, chapter) for index in range(part.first, part.stop) if _is_table(document.blocks[index])]
        for chapter, part in enumerate(parts)
    ]
    in_turn = [entry for of_round in itertools.zip_longest(*in_parts) for entry in of_round if entry is not None]
    chosen = sorted(in_turn[:_MOST_TABLES])
    rows = max(_FEWEST_ROWS, min(_MOST_ROWS, _MOST_ROWS_IN_ALL // max(1, len(chosen))))
    found = [_table(document.blocks[index], chapter, rows) for index, chapter in chosen]
    return tuple(found), len(in_turn) - len(chosen)


def _is_table(block: Block) -> bool:
    return block.kind == "table" and len(block.rows) >= 2 and max(map(len, block.rows)) >= 2


def _table(block: Block, chapter: int, most_rows: int) -> Table:
    # One row more costs no more than the line that would say that it is missing.
    shown = len(block.rows) if len(block.rows) <= most_rows + 1 else most_rows
    return Table(
        at=At.of(block.place),
        chapter=chapter,
        rows=tuple(tuple(row[:_MOST_COLUMNS]) for row in block.rows[:shown]),
        left_out_rows=len(block.rows) - shown,
    )

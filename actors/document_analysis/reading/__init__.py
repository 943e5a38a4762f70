"""Readers: a file of any supported type in, its blocks in reading order out."""

from actors.document_analysis.reading.reader import read_document

__all__ = ["read_document"]

"""PDFs as documents: what they say, in reading order, without running heads, page numbers and contents pages.

pdfium draws the characters' places out of the file (``pages``); everything after that is done here, on lines:
reading order (``columns``), furniture (``furniture``, ``contents``), tables, paragraphs and headings (``blocks``).
"""

from actors.text.pdf.reading import page_texts, read_pdf

__all__ = ["page_texts", "read_pdf"]

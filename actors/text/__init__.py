"""Text that jobs read: documents, their sentences and words, and which of them matter. No kind is known here."""

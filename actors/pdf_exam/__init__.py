"""The kind `pdf_exam`: an exam paper and its answer key from lecture PDFs."""

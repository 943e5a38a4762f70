"""The kind `document_analysis`: a report on a document, a web page or a video."""

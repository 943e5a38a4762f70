"""A kind whose library is missing."""

raise ImportError("this library is not installed")

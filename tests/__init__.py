"""Everything that holds the promises."""

"""Kind selftest: shows an operator that a deployment works."""

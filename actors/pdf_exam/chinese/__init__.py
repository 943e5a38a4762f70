"""Chinese as the offline exam writer needs it: which sentences are fit, their phrases, definitions and opposites."""

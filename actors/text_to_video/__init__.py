"""Videos from a prompt: drawn here, or made by a cloud provider."""

"""A sentence that no crash note may hold."""

SECRET = " ".join(("a", "sentence", "of", "the", "transcript"))

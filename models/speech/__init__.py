"""The desk: the process that holds the ear and the voice, its protocol, and what the session sees of it."""

"""How bad input is refused."""


class Refusal(Exception):
    """Bad input: one plain sentence, and exit status 2 if no other is named."""

    def __init__(self, sentence: str, status: int = 2) -> None:
        super().__init__(sentence)
        self.status = status

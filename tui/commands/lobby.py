"""What `viva` does with no command: the lobby, on the full screen or line by line."""

from tui.commands.screen import open_screen


def open_lobby(*, plain: bool) -> None:
    """Open the lobby."""
    if plain:
        from tui.plain_lobby import choose_plainly

        choose_plainly()
        return
    open_screen()

"""`viva purge`: delete everything that Viva keeps."""

import click

from questions.untrusted import clean
from tui.refusal import Refusal


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def purge(yes: bool) -> None:
    """Delete everything that Viva keeps of you on this machine: it says what, and asks first."""
    from models.records.paths import find_places
    from models.records.purge import held
    from models.records.purge import purge as delete
    from tui.commands.history import confirm

    places = find_places()
    try:
        found = held(places)
        if not found:
            click.echo("Viva keeps nothing here.")
            return
        for kind in found:
            click.echo(f"{kind.what}, {_size(kind.bytes)}")
            for path in kind.paths:
                click.echo(f"  {clean(str(path))}")
        confirm("Delete all of it? It cannot be brought back.", yes)
        delete(places, found)
    except OSError as error:
        raise Refusal(f"{clean(str(error.filename))} cannot be deleted: {error.strerror}.") from None
    click.echo(f"Deleted: {'; '.join(kind.what for kind in found)}.")


def _size(size: int) -> str:
    """Bytes as people read them."""
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size //= 1000
    return f"{size:.0f} GB"

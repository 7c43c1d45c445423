"""`viva settings [KEY [VALUE]]`: what Viva remembers, shown and changed."""

from typing import Any

import click
import msgspec

from tui.refusal import Refusal


@click.command()
@click.argument("key", default="")
@click.argument("value", required=False)
def settings(key: str, value: str | None) -> None:
    """Show all settings, or KEY, or change KEY to VALUE. Lists are written with commas."""
    from models.records.paths import FolderError, find_places
    from models.records.settings import Settings, SettingsError, changed, load_settings, save_settings

    path = find_places().settings
    try:
        kept = load_settings(path)
        values = msgspec.to_builtins(kept)
        known = {field: values.get(field, getattr(kept, field)) for field in Settings.__struct_fields__}
        if not key:
            click.echo(f"# {path}")
            for name, found in known.items():
                click.echo(f"{name} = {_shown(found)}")
        elif key not in known:
            raise Refusal(f"There is no setting {key!r}. Settings: {', '.join(known)}.")
        elif value is None:
            click.echo(_shown(known[key]))
        else:
            save_settings(path, changed(kept, key, value))
            click.echo(f"{key} = {_shown(msgspec.to_builtins(getattr(load_settings(path), key)))}")
    except (SettingsError, FolderError) as error:
        raise Refusal(str(error)) from None


def _shown(value: Any) -> str:
    return msgspec.json.encode(value).decode()

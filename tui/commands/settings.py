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
    from models.records.settings import Settings, SettingsError, changed
    from models.records.site import load_settings, read_site, save_settings, within

    places = find_places()
    try:
        site, kept = read_site(places), load_settings(places)
        limits = [f"{name} = {_shown(limit)}" for name, limit in msgspec.to_builtins(site.limits).items()]
        values = msgspec.to_builtins(kept)
        known = {field: values.get(field, getattr(kept, field)) for field in Settings.__struct_fields__}
        if not key:
            click.echo(f"# {places.settings}")
            for file in site.files:
                click.echo(f"# {file}, the administrator's")
            for name, found in known.items():
                own = name in site.defaults and found == msgspec.to_builtins(site.defaults[name])
                click.echo(f"{name} = {_shown(found)}{'  # the administrator chose it' if own else ''}")
            for limit in limits:
                click.echo(f"# limit: {limit}")
        elif key not in known:
            raise Refusal(f"There is no setting {key!r}. Settings: {', '.join(known)}.")
        elif value is None:
            click.echo(_shown(known[key]))
        else:
            new = changed(kept, key, value)
            if within(new, site.limits) != new:
                raise Refusal(f"{key} cannot be {value!r} on this machine. Its limits: {', '.join(limits)}.")
            save_settings(places, new)
            click.echo(f"{key} = {_shown(msgspec.to_builtins(getattr(load_settings(places), key)))}")
    except (SettingsError, FolderError) as error:
        raise Refusal(str(error)) from None


def _shown(value: Any) -> str:
    return msgspec.json.encode(value).decode()

"""`viva models`: list, fetch, add and remove the models that Vosk recognises with."""

from pathlib import Path

import click

from tui.refusal import Refusal


@click.group()
def models() -> None:
    """List, fetch, add and remove recognition models."""


@models.command("list")
def list_models() -> None:
    """List the models on this machine, and what would listen."""
    from models.records.paths import find_places, model_folders
    from models.speech.catalogue import DEFAULT_MODEL, choose, find_models

    found = find_models(model_folders(find_places()))
    for model in found:
        click.echo(f"{model.name}  {model.language or '?'}  {model.path}")
    if not found:
        click.echo("No Vosk model is installed.")
    choice = choose("auto", "", found)
    click.echo(f"Listening: {choice.label}. {choice.why}")
    if choice.engine != "vosk":
        click.echo(f"Better recognition, 40 MB, once: viva models get   ({DEFAULT_MODEL})")


@models.command()
@click.argument("name", default="")
@click.option("--mirror", default="", metavar="URL", help="Try this address first.")
def get(name: str, mirror: str) -> None:
    """Fetch a model of Vosk's by NAME; the small English one if no name is given."""
    from tqdm import tqdm

    from models.records.paths import FolderError, find_places, private_folder
    from models.speech.catalogue import DEFAULT_MODEL, CatalogueError
    from models.speech.fetch import get as fetch

    name = name or DEFAULT_MODEL
    try:
        store = private_folder(find_places().models)
        with tqdm(unit="B", unit_scale=True, desc=name, leave=False, delay=0.5) as bar:

            def progress(came: int, total: int) -> None:
                bar.total = total or None
                bar.update(came - bar.n)

            model = fetch(name, store, mirror, progress)
    except (CatalogueError, FolderError) as error:
        raise Refusal(str(error)) from None
    click.echo(f"Installed: {model.label}, in {model.path}")


@models.command()
@click.argument("path", type=click.Path(path_type=Path))
def add(path: Path) -> None:
    """Install the model in PATH, a zip or a folder; it is tried with a recogniser first."""
    from models.records.paths import FolderError, find_places, private_folder
    from models.speech.catalogue import CatalogueError
    from models.speech.store import add as install

    try:
        model = install(path, private_folder(find_places().models))
    except (CatalogueError, FolderError) as error:
        raise Refusal(str(error)) from None
    click.echo(f"Installed: {model.label}, in {model.path}")


@models.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove the model NAME, which Viva installed."""
    from models.records.paths import find_places
    from models.speech.catalogue import CatalogueError
    from models.speech.store import remove as uninstall

    try:
        uninstall(name, find_places().models)
    except CatalogueError as error:
        raise Refusal(str(error)) from None
    click.echo(f"Removed: {name}")

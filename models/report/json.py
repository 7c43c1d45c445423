"""The report as JSON, with a version and a published schema, and read back from it."""

import msgspec

from models.report.report import VERSION, Report, cleaned


class NotAReport(ValueError):
    """What was read is no report of this version; says so in a sentence."""


def render(report: Report) -> str:
    """The whole report, indented."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n"


def read(text: str | bytes) -> Report:
    """A report from its JSON, perhaps a stranger's: its texts are made safe to print. Raises `NotAReport`."""
    try:
        found = msgspec.json.decode(text, type=Report)
    except RecursionError:
        raise NotAReport("it is no report of Viva: it is nested too deeply") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotAReport(f"it is no report of Viva: {error}") from None
    if found.version > VERSION:
        raise NotAReport(f"it is a report of version {found.version}, and this Viva reads up to {VERSION}")
    return cleaned(found)


def schema() -> str:
    """The JSON schema (2020-12) of a report, as it is published in the documentation."""
    found = {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(Report)}
    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n"

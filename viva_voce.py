"""The `viva` command's way in: a name that nobody else's project has.

Viva's packages are called `tui`, `questions` and `models`. A person who practises Flask may well have
a `models/` of their own on `PYTHONPATH`, which Python would search before our own. So this module drops
those entries before anything of ours is imported.
"""

import os
import sys

__version__ = "0.1.0"
RESTRICTED = "VIVA_RESTRICTED"
"""The variable by which `viva --restricted` tells what it starts, itself first, that it is."""
SCREEN = "VIVA_SCREEN"
"""The variable by which the command line, begun anew as the screen alone, tells what was asked for."""


def forget_pythonpath() -> None:
    """Drop the entries of `PYTHONPATH`, and the working directory, from `sys.path`."""
    entries = [entry for entry in os.environ.pop("PYTHONPATH", "").split(os.pathsep) if entry]
    unwanted = {os.path.realpath(entry) for entry in entries}
    own = os.path.dirname(os.path.realpath(__file__))  # a checkout may itself be on PYTHONPATH
    unwanted.discard(own)
    sys.path[:] = [entry for entry in sys.path if entry and os.path.realpath(entry) not in unwanted]
    if own not in (os.path.realpath(entry) for entry in sys.path):
        sys.path.insert(0, own)


def main() -> None:
    """Run the `viva` command."""
    forget_pythonpath()
    from tui.main import main as run

    run()


if __name__ == "__main__":
    main()

"""How Sphinx makes a site of these pages, which fetches nothing: `sphinx-build -W -b html docs site`."""

from viva_voce import __version__

project = "Viva"
author = "The makers of Viva"
project_copyright = "The makers of Viva; Apache License 2.0"
version = release = __version__

extensions = ["myst_parser"]
exclude_patterns = ["viva.1"]
myst_heading_anchors = 2
highlight_language = "none"

html_theme = "furo"
html_title = "Viva"
html_show_sphinx = False
html_copy_source = False
html_show_sourcelink = False

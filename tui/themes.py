"""Viva's themes; Textual's `ansi-dark` and `ansi-light` give the terminal's own colours."""

from textual.theme import Theme

DARK = Theme(
    name="viva-dark",
    primary="#7aa2f7",
    secondary="#9d7cd8",
    accent="#e0af68",
    warning="#e0af68",
    error="#f7768e",
    success="#9ece6a",
    foreground="#d5d9e8",
    background="#16181f",
    surface="#1c1f29",
    panel="#232735",
    dark=True,
    variables={"rule": "#3b4261"},
)
LIGHT = Theme(
    name="viva-light",
    primary="#2f5cc4",
    secondary="#6b4fa8",
    accent="#8f5b00",
    warning="#8f5b00",
    error="#b3233c",
    success="#2f6f1f",
    foreground="#1d2130",
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e8e5dd",
    dark=False,
    variables={"rule": "#c9c4b8"},
)
CONTRAST = Theme(
    name="viva-contrast",
    primary="#00d7ff",
    secondary="#ffffff",
    accent="#ffff00",
    warning="#ffff00",
    error="#ff8787",
    success="#5fff87",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    dark=True,
    variables={"rule": "#ffffff"},
)
THEMES = {
    "viva-dark": "Dark",
    "viva-light": "Light",
    "viva-contrast": "High contrast",
    "ansi-dark": "The terminal's own, dark",
    "ansi-light": "The terminal's own, light",
}
"""Names and titles of the themes on offer."""

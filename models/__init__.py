"""The model layer: everything that can be computed, heard or kept without a screen."""

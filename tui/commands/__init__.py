"""The commands of `viva`, one module each, imported only when it is called."""

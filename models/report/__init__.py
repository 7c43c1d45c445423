"""What an interview came to: computed from its journal, in each form that a person keeps it in."""

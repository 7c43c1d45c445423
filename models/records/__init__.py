"""What is kept, and where: the journal, the schedule, the settings."""

"""What answers are worth: pure functions of questions and turns."""

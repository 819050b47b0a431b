"""Learning and measuring the matcher."""

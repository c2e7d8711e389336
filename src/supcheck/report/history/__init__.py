"""What a history says over time: run charts, and whether a change is more than chance."""

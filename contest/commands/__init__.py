"""The commands that need more than one room: serving, migrating, the sample, simulating."""

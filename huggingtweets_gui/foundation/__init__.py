"""What every other package may use: errors, atomic files, resources, logs, and how long a tweet is."""

"""Where tweets come from: reading archives, cleaning, and the dataset a bot is trained on."""

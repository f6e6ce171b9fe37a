"""What is kept on this computer: authors, tweets, bots, samples, settings, base models."""

"""What happens in which order, without Qt and without torch."""

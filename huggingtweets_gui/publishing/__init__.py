"""What is shown to others: the model card."""

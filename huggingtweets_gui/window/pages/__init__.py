"""The wizard's five pages."""

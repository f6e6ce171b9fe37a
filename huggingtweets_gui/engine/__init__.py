"""Training and sampling, in a process of its own: the only place with torch and transformers."""

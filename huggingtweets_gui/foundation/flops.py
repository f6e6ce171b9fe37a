"""The arithmetic of a training, reckoned from the size of its model."""

TRAINING_FLOPS = 6
"""Floating-point operations a parameter and token: two forward, four backward.

Kaplan et al. 2020, arXiv:2001.08361.
"""

"""The GPU pack: PyTorch's build for NVIDIA's GPUs, brought to a program that comes with the one without."""

"""What the engine is told at its start, before it can be spoken to: in variables of its environment."""

PACK_VARIABLE = "HUGGINGTWEETS_GPU_PACK"
"""The folder of the GPU pack, whose torch is to be loaded in place of the program's own."""

PACK_FAILURE_VARIABLE = "HUGGINGTWEETS_GPU_PACK_FAILURE"
"""Why a GPU pack that is installed is not to be loaded, as the end of a sentence without its full stop."""

"""Files of other programs and networks, one module a form, told apart by what is in them."""

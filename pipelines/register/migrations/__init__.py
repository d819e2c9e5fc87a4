"""How a register's tables came to be what they are: one module for each step, never changed once it is released."""

"""What a request may do: one guard for each limit, and the chain that they make."""

"""Guards stand between tools and client: one for each limit, and the policy that has them."""

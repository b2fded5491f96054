"""What the product offers: one function per tool."""

"""What is known of rooms, people, recordings and times, without being a tool."""

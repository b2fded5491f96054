"""What a host really asks for: one file per workflow."""

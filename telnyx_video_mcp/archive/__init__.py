"""Where recordings are kept: a folder or a bucket, with names for people and a manifest."""

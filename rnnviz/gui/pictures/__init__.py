"""What is taken out of the window: pictures of its parts, as images and as drawings."""

"""Looking at what a job made, without leaving the window: one file for each way of looking."""

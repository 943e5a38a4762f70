"""The command ``sluice``: one file for each group of commands. All but up, api and worker speak HTTP only."""

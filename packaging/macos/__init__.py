"""Packages for macOS: the script for a runner, and the profile that sets the policy."""

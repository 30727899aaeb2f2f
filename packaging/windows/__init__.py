"""Packages for Windows: the installer, signatures, templates of policy, and the script for a Windows runner."""

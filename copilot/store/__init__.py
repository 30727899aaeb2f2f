"""What is kept on this workstation: reviews and the audit trail, encrypted, in one file that one thread owns."""

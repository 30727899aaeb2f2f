"""What a release is made of and how it is vouched for: SBOM, SOUP list, notices, hashes and signatures."""

"""The release test of the .deb: CONTRIBUTING.md tells when and how it is run."""

"""What others say of designs and of who worked on them: Open Know-How manifests, and a history as git prints it."""

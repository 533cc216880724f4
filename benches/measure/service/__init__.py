"""Parts of benches/service alone."""

"""The dashboard: published data in, screens out. It computes no figures."""

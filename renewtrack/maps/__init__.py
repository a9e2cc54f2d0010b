"""A theme to packed features to a folium page; no Qt."""

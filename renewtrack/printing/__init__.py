"""One painter for preview, PDF and paper."""

"""Tracking: what later texts made of each commitment, as reviewed echoes and the standings that follow from them."""

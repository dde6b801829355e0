"""What pages share. A folder inside pages/ is never taken for a page."""

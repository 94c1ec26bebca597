"""Files to take away: CSV, JSON, XLSX, the data package."""

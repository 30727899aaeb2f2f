"""Put the differential into cited words, and check every sentence. What could not be checked is not shown as said."""

"""Sign in as the hospital wants it: SMART App Launch for a native app, and backend services."""

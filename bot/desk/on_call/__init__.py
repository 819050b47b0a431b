"""Who is on call, and alarms: calling colleagues until one of them accepts."""

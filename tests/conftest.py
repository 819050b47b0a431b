"""What holds for every test."""

from hypothesis import HealthCheck, settings

# Machines are shared: how long one example takes says nothing here.
settings.register_profile("shared-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared-machine")

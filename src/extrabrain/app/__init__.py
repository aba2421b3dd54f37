"""The workbench: settings, choice of implementations, the doctor."""

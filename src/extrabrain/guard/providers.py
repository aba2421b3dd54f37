"""Who may ever be spoken to, by name: hosted providers, and model servers on this machine."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Provider:
    """`origin` is `scheme://host:port`. The key goes into the header `key_header` after `key_prefix`."""

    name: str
    title: str
    origin: str
    key_header: str = "authorization"
    key_prefix: str = "Bearer "


HOSTED: tuple[Provider, ...] = (
    Provider("openai", "OpenAI", "https://api.openai.com:443"),
    Provider("anthropic", "Anthropic", "https://api.anthropic.com:443", "x-api-key", ""),
    Provider("google", "Google", "https://generativelanguage.googleapis.com:443", "x-goog-api-key", ""),
    Provider("deepgram", "Deepgram", "https://api.deepgram.com:443", key_prefix="Token "),
)

LOCAL: tuple[Provider, ...] = (
    Provider("ollama", "Ollama", "http://127.0.0.1:11434"),
    Provider("lmstudio", "LM Studio", "http://127.0.0.1:1234"),
    Provider("llamacpp", "llama.cpp", "http://127.0.0.1:8080"),
    Provider("vllm", "vLLM", "http://127.0.0.1:8000"),
)
"""Model servers of this machine, by the ports that they listen on unless told otherwise."""

import { expect, test } from "vitest";
import { nameOf } from "./engines";

test.each([
  ["http://127.0.0.1:8000/v1", "here-8000"],
  ["https://api.together.xyz/v1", "together-xyz"],
  ["https://My-Company.openai.azure.com/openai/v1", "my-company-openai-azure-com"],
  ["nonsense", "nonsense"],
])("%s is called %s", (url, name) => expect(nameOf(url)).toBe(name));

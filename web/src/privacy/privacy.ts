// What the privacy page gets from the app, and how it says it.

import type { LedgerLine } from "../wire";

export type {
  AgreedWish as Agreed,
  Flow,
  JailRecord as Jail,
  LeakRecord as Leak,
  LedgerLine,
  LedgerRecord as Ledger,
  Preview as FirstSend,
  PreviewRecord as Preview,
  PrivacyRecord as Privacy,
  ProviderLine,
  VerifiedRecord as Verified,
} from "../wire";

export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  if (count < 1e6) return `${(count / 1e3).toFixed(1)} kB`;
  return `${(count / 1e6).toFixed(1)} MB`;
}

const REASONS: Record<string, string> = {
  "posture-local": "the posture is local",
  "not-listed": "nobody named that place",
  "not-allowed": "you have not allowed it",
  "no-category": "it did not say what it carries",
  "carries-with-models": "nothing personal goes with model files",
  redirect: "it wanted to go elsewhere",
  "private-address": "the name led into your own network",
  "no-name": "the name was not found",
  "no-connection": "no connection",
  "no-trust": "the certificate is not trusted",
  timeout: "no answer in time",
  "broke-off": "the connection broke off",
};

/** One line of the ledger as a sentence. */
export function sentence(line: LedgerLine): string {
  const what = line.carries.length > 0 ? line.carries.join(" and ") : line.purpose === "weights" ? "a model file" : "nothing of yours";
  switch (line.step) {
    case "posture":
      return `You chose the posture ${line.posture}`;
    case "allow":
      return `You allowed ${what} to go to ${line.destination}`;
    case "revoke":
      return `You took back that ${what} may go to ${line.destination}`;
    case "agreed":
      return `You saw what would go to ${line.destination}, and let ${what} go as it is`;
    case "agreed-redacted":
      return `You saw what would go to ${line.destination}, and let ${what} go with blanks`;
    case "asked":
      return line.purpose === "weights"
        ? `Asking ${line.destination} for a model file`
        : `Sending ${what} to ${line.destination}`;
    case "answered":
      return `${line.destination} answered (${line.status})`;
    case "broken":
      return `${line.destination}: ${REASONS[line.reason] ?? line.reason}`;
    case "refused":
      return `Refused: ${what} to ${line.destination}, because ${REASONS[line.reason] ?? line.reason}`;
  }
}

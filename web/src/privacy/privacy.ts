// What the privacy page gets from the app, and how it says it.

export interface Jail {
  kind: "namespace" | "seccomp" | "sandbox" | "none";
  holds: boolean;
  layers: string[];
  why: string;
}

export interface ProviderLine {
  name: string;
  title: string;
  destination: string;
  hosted: boolean;
}

export interface Flow {
  kind: string;
  destination: string;
  requests: number;
  refused: number;
  bytes_out: number;
  bytes_in: number;
}

export interface Privacy {
  posture: "local" | "hybrid";
  jail: Jail;
  categories: string[];
  providers: ProviderLine[];
  allowed: { category: string; provider: string }[];
  today: Flow[];
}

export interface LedgerLine {
  seq: number;
  at_ms: number;
  step: "asked" | "answered" | "broken" | "refused" | "posture" | "allow" | "revoke" | "agreed" | "agreed-redacted";
  destination: string;
  purpose: string;
  carries: string[];
  bytes_out: number;
  bytes_in: number;
  status: number;
  took_ms: number;
  reason: string;
  posture: string;
}

export interface Ledger {
  total: number;
  found: number;
  lines: LedgerLine[];
}

export interface Verified {
  sound: boolean;
  lines: number;
  head: string;
  anchored: boolean;
  line: number;
  fault: string;
}

export interface Preview {
  bytes: string;
  size: number;
  found: { kind: string; text: string; start_char: number; end_char: number }[];
  redacted: string;
}

/** What a first send would be; `shown` names it in the answer. */
export interface FirstSend {
  provider: string;
  title: string;
  destination: string;
  kinds: string[];
  bytes: string;
  size: number;
  redacted: string;
  redacted_size: number;
  found: { kind: string; text: string }[];
  shown: string;
}

/** How what was shown may go. */
export interface Agreed {
  how: "as-is" | "redacted";
  shown: string;
  remember: boolean;
}

export interface Leak {
  name: string;
  seen: boolean;
  caught: boolean;
}

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

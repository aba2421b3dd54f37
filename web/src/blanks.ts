// A rewrite leaves visible blanks, `[how many users?]`, where only the user knows the fact.

export interface BlankPart {
  text: string;
  blank: boolean;
}

export function blanks(text: string): BlankPart[] {
  return text
    .split(/(\[[^[\]]+\])/)
    .filter((part) => part !== "")
    .map((part) => ({ text: part, blank: part.startsWith("[") && part.endsWith("]") }));
}

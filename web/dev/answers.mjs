// Made-up content for the scripted app: questions, one weak answer, and what a coach might say of it.

export const QUESTIONS = [
  ["rlhf-limits", "Where does RLHF stop working as a way to make a model safe, and what would you add to it?", "technical", "explain", ["RLHF", "reward hacking", "evaluation"], "Whether the candidate knows what human feedback cannot see, and pairs it with checks that do not share the flaw."],
  ["reward-hacking-signs", "How would you notice that a policy has learned to please its reward model rather than people?", "technical", "explain", ["reward hacking", "monitoring"], "Whether over-optimisation is treated as measurable."],
  ["launch-with-known-gap", "A launch is in ten days and an evaluation shows a gap in refusals in two languages. What do you do?", "scenario", "scaling", ["multilingual", "responsible scaling", "launch"], "Whether limits and owners are named before the pressure is."],
  ["disagreed-with-lead", "Tell me about a time you thought a safety decision of your team was wrong.", "behavioural", "star", ["judgement", "collaboration"], "Whether the candidate argues from evidence and can lose well."],
  ["healthcare-privacy", "A hospital wants the best accuracy and privacy costs some of it. What do you do?", "behavioural", "scaling", ["privacy", "healthcare", "trade-offs"], "Whether legal duties stay fixed while scope moves."],
  ["sparse-autoencoders", "What can sparse autoencoders tell us about a model, and what can they not?", "technical", "explain", ["interpretability"], "Whether faithfulness is asked about, not only neatness."],
  ["jailbreak-triage", "A jailbreak that works on half of your requests is posted in public. Walk me through the first day.", "scenario", "scaling", ["red teaming", "incident response"], "Whether containment, measurement and communication have owners."],
];

export const PARTS = {
  star: ["situation", "task", "action", "result", "learning", "risk", "tradeoff"],
  scaling: ["clarify", "risks", "estimate", "evaluate", "mitigate", "criteria", "learn"],
  explain: ["claim", "mechanism", "limits", "evidence", "decision"],
};

export const SENTENCES = [
  "So, um, RLHF basically makes the model safe because people tell it what they like.",
  "We collect comparisons, train a reward model and then, you know, optimise the policy against it.",
  "The reward model is a proxy, so a policy that is pushed hard enough finds answers that score well and are wrong.",
  "There is some trade-off with helpfulness but it was fine in the end.",
  "I think we could maybe add red teaming, and that always catches the rest.",
  "After that the model is ready to ship, and the press will see that we care about safety.",
];
export const ANSWER = SENTENCES.join(" ");

export function wordsOf(text, from = 400) {
  let at = from;
  return text.split(" ").map((word) => {
    const start_ms = at;
    at += 150 + 38 * word.length;
    return { text: word, start_ms, end_ms: at - 40, interpolated: false };
  });
}

const WORDS = wordsOf(ANSWER);
export const DURATION_MS = WORDS.at(-1).end_ms + 600;

function quote(text, spoken) {
  const start_char = ANSWER.indexOf(text);
  if (start_char < 0) throw new Error(`not said: ${text}`);
  const end_char = start_char + text.length;
  if (!spoken) return { text, start_char, end_char };
  let at = 0;
  const touched = WORDS.filter((word) => {
    const from = at;
    at += word.text.length + 1;
    return from < end_char && from + word.text.length > start_char;
  });
  return { text, start_char, end_char, start_ms: touched[0].start_ms, end_ms: touched.at(-1).end_ms };
}

export function feedback(id, question, spoken) {
  const q = (text) => quote(text, spoken);
  const finding = (kind, severity, text, why, try_instead) => ({ kind, severity, quote: q(text), why, try_instead });
  const spans = SENTENCES.map((s) => [ANSWER.indexOf(s), ANSWER.indexOf(s) + s.length]);
  return {
    id,
    question: question.text,
    pattern: question.pattern,
    text: ANSWER,
    words: WORDS.length,
    findings: [
      finding("absolute", 2, "that always catches the rest", "Nothing catches everything; an interviewer will ask for the case that got through.", "Say what red teaming found, what it missed, and how you know."),
      finding("vague", 1, SENTENCES[0], "Anyone could say this: it names no model, no data and no effect.", "Name the behaviour you measured and by how much it changed."),
      finding("hedged", 1, "I think we could maybe add red teaming", "Three hedges in one clause hide a decision you are allowed to make.", "“I would add red teaming before launch, run by people who did not train the model.”"),
      finding("single-technique", 2, "RLHF basically makes the model safe", "One technique is asked to carry the whole load.", "Pair it with a check that does not share its flaw."),
      finding("unmeasured-tradeoff", 3, "There is some trade-off with helpfulness but it was fine in the end.", "A trade-off with no numbers on either side cannot be judged.", "Give both sides: what refusals cost, what harm they prevented, and who accepted it."),
      finding("no-threshold", 3, "After that the model is ready to ship", "No result would have stopped the launch.", "Name the number that blocks the launch and who may override it."),
      finding("safety-as-pr", 3, "the press will see that we care about safety", "Safety is justified by image instead of by harm avoided.", "Say who would have been hurt and how that was prevented."),
      { kind: "too-short", severity: 2, quote: q(ANSWER), why: `${WORDS.length} words; questions of this kind need 150 to 260.`, try_instead: "Add the evidence and the decision." },
    ],
    structure: {
      pattern: question.pattern,
      parts: PARTS[question.pattern].map((part, i) =>
        i === 0 ? { part, status: "weak", quote: q(SENTENCES[0]) }
        : i === 1 ? { part, status: "present", quote: q(SENTENCES[1]) }
        : i === 2 ? { part, status: "present", quote: q(SENTENCES[2]) }
        : { part, status: "missing", quote: null }),
    },
    coverage: {
      overall: 0.38,
      points: [
        { point: "The reward model is a proxy, and optimisation pressure finds where it is wrong.", status: "covered", score: 0.84, quote: q("The reward model is a proxy") },
        { point: "Raters cannot judge what they cannot check, so hard tasks get confident mistakes.", status: "missing", score: 0.1, quote: null },
        { point: "Add checks that do not share the flaw: red teaming, interpretability, held-out behavioural tests.", status: "partly", score: 0.46, quote: q("add red teaming") },
        { point: "A launch gate with a number and an owner.", status: "missing", score: 0.08, quote: null },
      ],
    },
    specificity: { overall: 0.22, sentences: spans.map(([start_char, end_char], i) => ({ start_char, end_char, score: i === 2 ? 0.6 : 0.15, missing: ["metric", "who"] })) },
    delivery: {
      duration_ms: spoken ? DURATION_MS : null,
      words_per_minute: spoken ? 148.2 : null,
      fillers: [q("um"), q("basically"), q("you know")],
      hedges: [q("I think"), q("maybe"), q("could")],
      pauses: spoken ? [{ start_ms: 9100, end_ms: 11400 }] : [],
      length: { verdict: "short", target_words: [150, 260] },
    },
    rubric: [
      { axis: "technical", score: 2, because: [q(SENTENCES[2])] },
      { axis: "tradeoffs", score: 0.5, because: [q("There is some trade-off with helpfulness")] },
      { axis: "judgement", score: 0.75, because: [q("the press will see that we care about safety")] },
      { axis: "communication", score: 1.5, because: [q("um"), q("I think we could maybe")] },
    ],
    next_steps: [
      { why: "Put numbers on both sides of the trade-off.", before: q(SENTENCES[3]), after: "Refusals of harmless requests rose from [what share?] to [what share?], harmful completions fell from [how many?] to [how many?], and [who?] accepted that." },
      { why: "Say what would have stopped the launch.", before: q("After that the model is ready to ship"), after: "We ship only if fewer than [how many?] of [how many?] attacks succeed; [who?] owns that call." },
      { why: "Make the claim yours and limit it.", before: q(SENTENCES[0]), after: "RLHF moved [which behaviour?] in our tests by [how much?]; it does not reach what raters cannot check." },
    ],
    follow_ups: ["Which evaluation would have shown you that the reward model was being gamed?", "Who could have said no to that launch, and on what evidence?"],
    engine: "built-in coach 1",
  };
}

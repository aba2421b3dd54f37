// The app, played from a script: for work on the page and for pictures of it. Never part of the build.
//
//   node dev/server.mjs [PORT]      then open http://127.0.0.1:8799/  (after `npm run build`)
//   npm run dev                     beside it, for live reloading
//
// POST /dev {"models": "missing" | "pulling" | "ready", "auth": bool, "drop_after": frames} sets the scene.

import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { WebSocketServer } from "ws";
import { ANSWER, DURATION_MS, feedback, PARTS, QUESTIONS, SENTENCES, wordsOf } from "./answers.mjs";

const PORT = Number(process.argv[2] ?? 8799);
const WEB = fileURLToPath(new URL("../../src/extrabrain/_web/", import.meta.url));
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const CSP =
  "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; " +
  `connect-src 'self' ws://127.0.0.1:${PORT} ws://localhost:${PORT}; style-src 'self'; ` +
  "frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";

const scene = { models: "ready", auth: true, drop_after: null, problem: null };
const sessions = new Map();
let made = 0;

const questions = QUESTIONS.map(([question_id, text, kind, pattern, topics, tests], i) => ({
  question_id, text, kind, pattern, topics, difficulty: 2, tests,
  attempts: i === 0 ? 2 : 0, best: i === 0 ? 1.9 : null,
}));

function card(line) {
  return {
    ...line, key_points: [], follow_ups: [], strong: "", weak: "", weak_because: "", study: [],
    source: { document: "scripted", start_char: null, end_char: null },
    target_words: [150, 260], parts: PARTS[line.pattern],
  };
}

function begin(question_id, started_at, spoken) {
  made += 1;
  const question = card(questions.find((q) => q.question_id === question_id));
  const session = {
    session_id: `scripted-${made}`, setting: "practice", permissions: [], confirmed_at: null,
    started_at, title: question.text, question_id, confirmed_by: null,
  };
  const attempt = [...sessions.values()].filter((s) => s.question.question_id === question_id).length + 1;
  const made_session = { session, question, attempt, spoken, events: [], feedback: null, frames: 0, lines: new Set(), stopped: false, played: 0 };
  sessions.set(session.session_id, made_session);
  happen(made_session, 0, { kind: "session-started", session, question });
  return made_session;
}

function happen(s, at_ms, body) {
  const event = { session_id: s.session.session_id, seq: s.events.length, at_ms, body };
  s.events.push(event);
  say(s, { type: "event", event });
}

function say(s, message) {
  for (const line of s.lines) line.send(JSON.stringify(message));
}

function segment(turn, revision, text, start_ms, is_final) {
  const words = wordsOf(text, start_ms);
  return { turn, revision, channel: "mic", speaker: null, text, words, start_ms, end_ms: words.at(-1).end_ms, is_final };
}

function conclude(s, at_ms) {
  if (s.stopped) return;
  s.stopped = true;
  happen(s, at_ms, { kind: "capture-ended", duration_ms: at_ms, reason: "stopped" });
  s.feedback = feedback(s.session.session_id, s.question, s.spoken);
  setTimeout(() => {
    happen(s, at_ms, { kind: "feedback", attempt: s.attempt, feedback: s.feedback });
    happen(s, at_ms, { kind: "session-ended", reason: "done" });
  }, 400);
}

/** Hears the made-up answer word by word, two words a step, with a last word that is often wrong. */
function play(s, step_ms) {
  const steps = [];
  SENTENCES.forEach((sentence, turn) => {
    const words = sentence.split(" ");
    for (let n = 2; n < words.length; n += 2) steps.push([turn, [...words.slice(0, n - 1), `${words[n - 1].slice(0, 3)}`].join(" "), false]);
    steps.push([turn, sentence, true]);
  });
  const starts = SENTENCES.map((_, i) => 400 + i * 5200);
  let heard = 0;
  const tick = () => {
    if (s.stopped) return;
    if (s.played >= steps.length) return conclude(s, DURATION_MS);
    const [turn, text, is_final] = steps[s.played];
    s.played += 1;
    const piece = segment(turn, s.played, text, starts[turn], is_final);
    happen(s, piece.end_ms, { kind: "segment", segment: piece });
    if (is_final) heard += text.split(" ").length;
    const parts = PARTS[s.question.pattern].slice(0, Math.min(3, Math.ceil(s.played / 14)));
    say(s, { type: "level", level: 0.35 + 0.5 * Math.random() });
    say(s, { type: "pulse", pulse: {
      at_ms: piece.end_ms, words: heard + (is_final ? 0 : text.split(" ").length), words_per_minute: 148,
      fillers: Math.min(3, turn + 1), target_words: [150, 260], parts, vague: turn > 0 ? [[0, SENTENCES[0].length]] : [] } });
    setTimeout(tick, step_ms);
  };
  setTimeout(tick, step_ms);
}

const PAST = [["rlhf-limits", "2026-01-12T18:40:00Z"], ["rlhf-limits", "2026-01-14T08:05:00Z"], ["disagreed-with-lead", "2026-01-15T20:30:00Z"]];
for (const [id, when] of PAST) {
  const s = begin(id, when, true);
  SENTENCES.forEach((text, turn) => happen(s, 0, { kind: "segment", segment: segment(turn, 1, text, 400 + turn * 5200, true) }));
  s.feedback = feedback(s.session.session_id, s.question, true);
  s.stopped = true;
}

function overall(s) {
  return s.feedback ? s.feedback.rubric.reduce((sum, a) => sum + a.score, 0) / 4 + 0.3 * (s.attempt - 1) : null;
}

function line(s) {
  return {
    session_id: s.session.session_id, title: s.session.title, question_id: s.question.question_id, question: s.question.text,
    started_at: s.session.started_at, duration_ms: s.spoken ? DURATION_MS : null, attempt: s.attempt,
    overall: overall(s), findings: s.feedback?.findings.length ?? 0, ended: s.stopped,
  };
}

function record(s) {
  const segments = s.events.map((e) => e.body).filter((b) => b.kind === "segment" && b.segment.is_final).map((b) => b.segment);
  return {
    session: s.session, question: s.question, segments, text: ANSWER, words: s.spoken ? wordsOf(ANSWER) : [], feedback: s.feedback,
    duration_ms: s.spoken ? DURATION_MS : null, ended_at: s.stopped ? s.session.started_at : null,
    attempts: [...sessions.values()].filter((o) => o.question.question_id === s.question.question_id)
      .map((o) => ({ session_id: o.session.session_id, attempt: o.attempt, started_at: o.session.started_at, overall: overall(o), findings: o.feedback?.findings.length ?? 0 })),
  };
}

function status() {
  const pulling = { id: "moonshine-tiny-en", done_bytes: 31_400_000, total_bytes: 68_900_000, seconds_left: 42 };
  return {
    version: "0.1.0", posture: "local", jailed: false, engine: "moonshine-tiny-en", coach: "built-in coach 1", key_place: "keychain",
    models: { ready: scene.models === "ready", missing: scene.models === "ready" ? [] : ["silero-vad", "moonshine-tiny-en", "minilm-l6-v2"], pulling: scene.models === "pulling" ? pulling : null },
    problem: scene.problem,
  };
}

/** A wav of silence with a quiet tone, so that the player has something to seek in. */
function tone() {
  const samples = Math.round(DURATION_MS * 16);
  const wav = Buffer.alloc(44 + samples * 2);
  wav.write("RIFF", 0); wav.writeUInt32LE(36 + samples * 2, 4); wav.write("WAVEfmt ", 8); wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20); wav.writeUInt16LE(1, 22); wav.writeUInt32LE(16000, 24); wav.writeUInt32LE(32000, 28);
  wav.writeUInt16LE(2, 32); wav.writeUInt16LE(16, 34); wav.write("data", 36); wav.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i += 1) wav.writeInt16LE(Math.round(900 * Math.sin(i / 8)), 44 + i * 2);
  return wav;
}
const WAV = tone();

function today() {
  const lines = [...sessions.values()].filter((o) => o.feedback).map(line).reverse();
  const tried = questions.map((q) => ({ ...q, latest: q.best }));
  return {
    on: "2026-01-16", interview_date: "2026-01-28", days_left: 12, recent: lines.slice(0, 4),
    next: { kind: "retry", question: tried[0], why: "Name the number that changed.", session_id: lines[0]?.session_id ?? null },
    weakest: tried.slice(0, 1), untried: tried.slice(1, 5), answers_this_week: 3, questions_tried: 2, questions: tried.length,
  };
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, `http://127.0.0.1:${PORT}`);
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = chunks.length ? JSON.parse(Buffer.concat(chunks).toString()) : {};
  response.setHeader("content-security-policy", CSP);
  const answer = (data, code = 0, message = "ok", http = 200) => {
    response.writeHead(http, { "content-type": "application/json" });
    response.end(JSON.stringify({ code, data, message }));
  };
  const [, api, what, id, extra] = url.pathname.split("/").map(decodeURIComponent);
  if (url.pathname === "/dev") return answer(Object.assign(scene, body));
  if (api !== "api") return file(url.pathname, response);
  if (!scene.auth) return answer(null, 4, "Open the link that the terminal printed.", 401);
  const s = what === "sessions" && id ? sessions.get(id) : null;
  if (what === "status") return answer(status());
  if (what === "models") return answer(Object.assign(scene, { models: "pulling" }));
  if (what === "questions" && !id) return answer(questions);
  if (what === "questions") {
    const found = questions.find((q) => q.question_id === id);
    return found ? answer(card(found)) : answer(null, 8, "There is no such question.", 404);
  }
  if (what === "mocks" || what === "progress") return answer([]);
  if (what === "today") return answer(today());
  if (what === "practice") {
    const begun = begin(body.question_id, new Date().toISOString(), body.text === undefined);
    if (body.text !== undefined) conclude(begun, 0);
    if (body.sample) setTimeout(() => play(begun, 90), 150);
    return answer({ session_id: begun.session.session_id, attempt: begun.attempt });
  }
  if (what === "sessions" && !id) return answer([...sessions.values()].filter((o) => o.feedback).map(line).reverse());
  if (!s) return answer(null, 8, "There is no such session.", 404);
  if (extra === "audio") return audio(request, response);
  if (extra === "export") return response.writeHead(200, { "content-type": "text/plain", "content-disposition": "attachment; filename=answer.txt" }).end(ANSWER);
  if (request.method === "DELETE") sessions.delete(id);
  return answer(request.method === "DELETE" ? null : record(s));
});

function audio(request, response) {
  const range = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? "");
  const start = range ? Number(range[1]) : 0;
  const end = range?.[2] ? Number(range[2]) : WAV.length - 1;
  const headers = { "content-type": "audio/wav", "accept-ranges": "bytes", "content-length": end - start + 1 };
  if (range) headers["content-range"] = `bytes ${start}-${end}/${WAV.length}`;
  response.writeHead(range ? 206 : 200, headers).end(WAV.subarray(start, end + 1));
}

function file(path, response) {
  const wanted = join(WEB, normalize(path));
  const found = wanted.startsWith(WEB) && extname(wanted) && existsSync(wanted) ? wanted : join(WEB, "index.html");
  response.writeHead(200, { "content-type": TYPES[extname(found)] ?? "application/octet-stream" });
  createReadStream(found).pipe(response);
}

new WebSocketServer({ server }).on("connection", (socket, request) => {
  const url = new URL(request.url, "http://x");
  const s = sessions.get(url.pathname.split("/").at(-1));
  if (!s) return socket.close(4404);
  s.lines.add(socket);
  for (const event of s.events.slice(Number(url.searchParams.get("from") ?? 0))) socket.send(JSON.stringify({ type: "event", event }));
  socket.send(JSON.stringify({ type: "ack", frames: s.frames }));
  socket.on("close", () => s.lines.delete(socket));
  socket.on("message", (data, binary) => {
    if (!binary) return JSON.parse(data.toString()).type === "stop" ? conclude(s, s.frames * 20) : undefined;
    const number = data.readUInt32LE(0);
    if (number !== s.frames) return;
    s.frames += 1;
    if (s.frames === 10) play(s, 240);
    if (s.frames % 10 === 0) socket.send(JSON.stringify({ type: "ack", frames: s.frames }));
    if (s.frames === scene.drop_after) socket.terminate();
  });
});

server.listen(PORT, "127.0.0.1", () => process.stdout.write(`scripted app: http://127.0.0.1:${PORT}/\n`));

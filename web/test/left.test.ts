import { expect, test } from "vitest";
import { Refusal } from "../src/api";
import { left } from "../src/speak/left";
import type { Open } from "../src/wire";

const open = (more: Partial<Open>): Open => ({
  session_id: "s", attempt: 1, question_id: "q", has_page: false, fed_by: "browser", ...more,
});
const answering = (...answers: Open[][]) => ({
  get: <T>() => Promise.resolve((answers.length > 1 ? answers.shift() : answers[0]) as T),
});
const mine = (each: Open): boolean => each.question_id === "q";
const at_once = (): Promise<void> => Promise.resolve();

test("the attempt of this question that no page looks at", async () => {
  expect(await left(answering([open({ question_id: "other" }), open({})]), mine, at_once)).toEqual(open({}));
  expect(await left(answering([open({ question_id: "other" })]), mine, at_once)).toBeNull();
});

test("the page that is just going is given a moment; another tab keeps its attempt", async () => {
  expect(await left(answering([open({ has_page: true })], [open({})]), mine, at_once)).toEqual(open({}));
  expect(await left(answering([open({ has_page: true })]), mine, at_once)).toBeNull();
});

test("an app that is away means that there is none", async () => {
  const away = { get: () => Promise.reject(new Refusal(3, "away")) };
  expect(await left(away, mine, at_once)).toBeNull();
});

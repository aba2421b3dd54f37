// The models of this machine: the list, and pulls with progress. Looked at often only while something comes.

import { Refusal, type Api } from "./api";
import { Newest } from "./turns";
import type { ModelLine, ModelList } from "./wire";

const WATCH_MS = 500;

export class ModelShelf {
  list: ModelList | null = $state.raw(null);
  refusal: Refusal | null = $state.raw(null);

  readonly #api: Api;
  readonly #changed: () => void;
  readonly #newest = new Newest();
  /** What a look was refused is gone with the next look; what a button was refused stays in sight. */
  #refusedLook = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** `changed` is called when models have come or gone. */
  constructor(api: Api, changed: () => void) {
    this.#api = api;
    this.#changed = changed;
  }

  look(): Promise<void> {
    return this.#take(() => this.#api.see<ModelList>("/api/models"), true);
  }

  pull(model: ModelLine): Promise<void> {
    return this.#take(() => this.#api.post<ModelList>(`/api/models/${model.id}/pull`));
  }

  stop(model: ModelLine): Promise<void> {
    return this.#take(() => this.#api.post<ModelList>(`/api/models/${model.id}/stop`));
  }

  async remove(model: ModelLine): Promise<void> {
    await this.#take(async () => {
      await this.#api.remove(`/api/models/${model.id}`);
      return this.#api.get<ModelList>("/api/models");
    });
  }

  /** The page is left: what still comes is dropped, and nothing is looked at any more. */
  leave(): void {
    this.#newest.drop();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #take(ask: () => Promise<ModelList>, looks = false): Promise<void> {
    this.leave();
    const wanted = this.#newest.next();
    const before = held(this.list);
    try {
      const list = await ask();
      if (!wanted()) return;
      this.list = list;
      if (!looks || this.#refusedLook) this.refusal = null;
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      if (looks && !wanted()) return;
      this.refusal = cause;
      this.#refusedLook = looks;
      if (!wanted()) return;
    }
    if (before !== null && before !== held(this.list)) this.#changed();
    if (this.list && this.list.under_way.length > 0) this.#timer = setTimeout(() => void this.look(), WATCH_MS);
  }
}

function held(list: ModelList | null): string | null {
  return list && list.models.filter((model) => model.state === "ready").map((model) => model.id).join(" ");
}

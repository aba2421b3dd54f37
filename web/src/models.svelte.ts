// The models of this machine: the list, and pulls with progress. Looked at often only while something comes.

import { Refusal, type Api } from "./api";
import type { ModelLine, ModelList } from "./wire";

const WATCH_MS = 500;

export class ModelShelf {
  list: ModelList | null = $state.raw(null);
  refusal: Refusal | null = $state.raw(null);

  readonly #api: Api;
  readonly #changed: () => void;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** `changed` is called when models have come or gone. */
  constructor(api: Api, changed: () => void) {
    this.#api = api;
    this.#changed = changed;
  }

  look(): Promise<void> {
    return this.#take(() => this.#api.get<ModelList>("/api/models"));
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

  leave(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #take(ask: () => Promise<ModelList>): Promise<void> {
    this.leave();
    const before = held(this.list);
    try {
      this.list = await ask();
      this.refusal = null;
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      this.refusal = cause;
      return;
    }
    if (before !== null && before !== held(this.list)) this.#changed();
    if (this.list.under_way.length > 0) this.#timer = setTimeout(() => void this.look(), WATCH_MS);
  }
}

function held(list: ModelList | null): string | null {
  return list && list.models.filter((model) => model.state === "ready").map((model) => model.id).join(" ");
}

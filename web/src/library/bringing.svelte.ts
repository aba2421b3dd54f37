// Files on their way into the workspace: sent one by one, then read by the app, with progress and a way to stop.

import { Refusal, type Api } from "../api";
import type { BroughtFile, DocumentKind, ImportState, Trouble } from "../wire";

export const MAX_BYTES = 200_000_000;
const LOOK_MS = 500;
const UNSUPPORTED = 8;

export class Bringing {
  state: ImportState | null = $state.raw(null);
  /** Files that are still to be sent. */
  sending = $state(0);
  name = $state("");
  refused: (Trouble & { path: string })[] = $state.raw([]);
  /** Files of a folder that are no documents, and the repository among what was chosen: a browser hands over no history. */
  others = $state(0);
  repository = $state("");
  /** Counts what came in, so that lists look again. */
  arrived = $state(0);

  readonly #api: Api;
  #queue: (BroughtFile & { kind: DocumentKind | "" })[] = [];
  #turn = 0;
  #watching = false;
  #again = false;

  constructor(api: Api) {
    this.#api = api;
  }

  get busy(): boolean {
    return this.sending > 0 || (this.state?.busy ?? false);
  }

  /** Sends each, behind what is still to be sent; what the app refuses is said and stops nothing. */
  async bring(files: readonly BroughtFile[], kind: DocumentKind | "" = ""): Promise<void> {
    const idle = this.#queue.length === 0;
    this.#queue.push(...files.map((each) => ({ ...each, kind })));
    this.sending = this.#queue.length;
    if (!idle) return;
    const turn = ++this.#turn;
    this.refused = [];
    this.others = 0;
    this.repository = "";
    if (this.state && !this.state.busy) await this.#tell("/api/library/report");
    try {
      await this.#sendAll(turn);
    } finally {
      if (turn === this.#turn) this.#queue = []; // also where something broke, or nothing would ever be sent again
      this.sending = this.#queue.length;
    }
    if (turn === this.#turn) await this.watch();
  }

  async #sendAll(turn: number): Promise<void> {
    for (let first = true; turn === this.#turn && this.#queue[0]; first = false) {
      const { file, path, kind } = this.#queue[0];
      this.name = file.name;
      await this.#send(file, path, kind, turn);
      if (turn !== this.#turn) return;
      this.#queue.shift();
      this.sending = this.#queue.length;
      if (first) void this.watch();
    }
  }

  /** That the last report is read or the import stops; an app that is away has neither. */
  async #tell(path: string): Promise<void> {
    try {
      await this.#api.remove(path);
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
    }
  }

  async #send(file: File, path: string, kind: DocumentKind | "", turn: number): Promise<void> {
    const refuse = (what: string, next_step: string): void => {
      this.refused = [...this.refused, { path, what, next_step }];
    };
    if (file.size > MAX_BYTES) {
      refuse(`${file.name} is larger than 200 MB.`, "Bring it with extrabrain import.");
      return;
    }
    try {
      await this.#api.send(`/api/library/files?${new URLSearchParams({ name: path, ...(kind && { kind }) })}`, file, "application/octet-stream");
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      if (turn !== this.#turn) return; // stopped meanwhile: that it did not come whole is no news
      if (cause.code === UNSUPPORTED && path.includes("/")) this.others += 1;
      else refuse(cause.message, "");
    }
  }

  /** A repository from where it lies on this machine; null, or what is wrong with the path. */
  async repositoryAt(path: string): Promise<string | null> {
    try {
      await this.#api.post("/api/library/repositories", { path });
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      return cause.message;
    }
    this.repository = "";
    void this.watch();
    return null;
  }

  /** Follows the app until it has read everything. */
  async watch(): Promise<void> {
    this.#again = true; // what is known may be from before the last file was sent
    if (this.#watching) return;
    this.#watching = true;
    let read = -1;
    try {
      do {
        this.#again = false;
        this.state = await this.#api.see<ImportState>("/api/library/import");
        const report = this.state.report;
        const now = report.added + report.updated;
        if (now !== read) this.arrived += 1;
        read = now;
        if (this.busy) await new Promise((done) => setTimeout(done, LOOK_MS));
      } while (this.busy || this.#again);
      this.arrived += 1;
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      this.state = null; // nobody knows what is under way
    } finally {
      this.#watching = false;
    }
  }

  async stop(): Promise<void> {
    this.#turn += 1;
    this.#queue = [];
    this.sending = 0;
    await this.#tell("/api/library/import");
    await this.watch();
  }
}

/** All files of a drop, those in folders with their path. Hidden files and folders are left out. */
export async function dropped(items: DataTransferItemList): Promise<BroughtFile[]> {
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const found: BroughtFile[] = [];
  for (const entry of entries) await gather(entry, "", found);
  return found;
}

/** The folder of the first repository among files chosen with their folders; empty where there is none. */
export function repositoryIn(files: FileList): string {
  for (const file of files) {
    const parts = file.webkitRelativePath.split("/");
    const at = parts.indexOf(".git");
    if (at > 0) return parts.slice(0, at).join("/");
  }
  return "";
}

export function picked(files: FileList): BroughtFile[] {
  return [...files]
    .map((file) => ({ file, path: file.webkitRelativePath || file.name }))
    .filter(({ path }) => !path.split("/").some((part) => part.startsWith(".")));
}

async function gather(entry: FileSystemEntry, folder: string, found: BroughtFile[]): Promise<void> {
  if (entry.name.startsWith(".") || entry.name === "node_modules") return;
  const path = folder + entry.name;
  if (entry.isFile) {
    const file = await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed));
    found.push({ file, path });
  } else {
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    for (;;) {
      const some = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
      if (some.length === 0) return;
      for (const each of some) await gather(each, `${path}/`, found);
    }
  }
}

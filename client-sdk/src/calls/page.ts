/** What a list answers. */
interface List {
  readonly items: readonly unknown[];
  readonly nextCursor: string | null;
}

/** A page of a list; a loop over it goes on through the pages that follow. */
export type Page<Answer extends List> = Answer & AsyncIterable<Answer["items"][number]>;

/**
 * A list that has been asked for: awaited, it is a page; a loop over it goes through all that there is, and asks for
 * each page when it gets there.
 *
 * @example
 * const { items, nextCursor } = await cfauth.users.list({ limit: 20 });
 * for await (const user of cfauth.users.list()) console.log(user.email);
 */
export type PagePromise<Answer extends List> = Promise<Page<Answer>> & AsyncIterable<Answer["items"][number]>;

/** `ask` gives the page after a cursor; the first one without. */
export function pagePromise(ask: (cursor?: string) => Promise<unknown>): PagePromise<List> {
  // What the generated interface answers for every list.
  const first = ask().then((answer) => iterable(answer as List, () => itemsFrom(answer as List, ask)));
  return iterable(first, async function* () {
    yield* await first;
  });
}

async function* itemsFrom(page: List, ask: (cursor: string) => Promise<unknown>): AsyncGenerator<unknown> {
  for (let { items, nextCursor } = page; ; ) {
    yield* items;
    if (nextCursor === null) return;
    ({ items, nextCursor } = (await ask(nextCursor)) as List);
  }
}

/** Not enumerable, so that the page compares and prints as what it holds. */
function iterable<T extends object>(value: T, iterate: () => AsyncGenerator<unknown>): T & AsyncIterable<unknown> {
  return Object.defineProperty(value, Symbol.asyncIterator, { value: iterate }) as T & AsyncIterable<unknown>;
}

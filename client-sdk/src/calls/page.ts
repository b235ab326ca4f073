/** The response of a list. */
interface List {
  readonly items: readonly unknown[];
  readonly nextCursor: string | null;
}

/** A page of a list. Iterate over it to read this page and all that follow. */
export type Page<Response extends List> = Response & AsyncIterable<Response["items"][number]>;

/**
 * Result of a list method. Await it for one page, or iterate over it with `for await` to read every item: each page is fetched when
 * the loop reaches it.
 *
 * @example
 * const { items, nextCursor } = await cfauth.users.list({ limit: 20 });
 * for await (const user of cfauth.users.list()) console.log(user.email);
 */
export type PagePromise<Response extends List> = Promise<Page<Response>> & AsyncIterable<Response["items"][number]>;

/** `fetchPage` returns the page after a cursor, or the first page. */
export function pagePromise(fetchPage: (cursor?: string) => Promise<unknown>): PagePromise<List> {
  // Every list of the generated interface has this response.
  const first = fetchPage().then((response) =>
    iterable(response as List, () => itemsFrom(response as List, fetchPage)),
  );
  return iterable(first, async function* () {
    yield* await first;
  });
}

async function* itemsFrom(page: List, fetchPage: (cursor: string) => Promise<unknown>): AsyncGenerator<unknown> {
  for (let { items, nextCursor } = page; ; ) {
    yield* items;
    if (nextCursor === null) return;
    ({ items, nextCursor } = (await fetchPage(nextCursor)) as List);
  }
}

/** Not enumerable, so that a page compares and prints like a plain object. */
function iterable<T extends object>(value: T, iterate: () => AsyncGenerator<unknown>): T & AsyncIterable<unknown> {
  return Object.defineProperty(value, Symbol.asyncIterator, { value: iterate }) as T & AsyncIterable<unknown>;
}

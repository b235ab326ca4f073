/** Every item of a list, page after page. */
export async function allPages<T>(
  page: (cursor: string | undefined) => Promise<{ items: T[]; nextCursor: string | null }>,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null | undefined;
  do {
    const { items: more, nextCursor } = await page(cursor ?? undefined);
    items.push(...more);
    cursor = nextCursor;
  } while (cursor !== null);
  return items;
}

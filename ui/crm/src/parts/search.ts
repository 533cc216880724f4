/** Finding rows in a list. */

/** From how many rows on a field to search them helps. */
export const SEARCH_FROM = 10;

/** The items in whose words the text is. */
export function found<Item>(
  items: readonly Item[],
  text: string,
  wordsOf: (item: Item) => readonly string[],
): readonly Item[] {
  const wanted = text.trim().toLocaleLowerCase();
  return items.filter((item) => wordsOf(item).join('\n').toLocaleLowerCase().includes(wanted));
}

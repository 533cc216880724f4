/** Characters as a person counts them. */
export function lengthOf(text: string): number {
  return [...new Intl.Segmenter().segment(text)].length;
}

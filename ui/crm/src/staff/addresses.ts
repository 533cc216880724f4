/** Addresses in a pasted list: by lines, commas, semicolons or spaces, with or without the names of people. */
export function addressesIn(text: string): readonly string[] {
  const seen = new Map<string, string>();
  for (const part of text.replace(/"[^"\n]*"/g, ' ').split(/[,;\n]/)) {
    const words = part.replace(/[<>]/g, ' ').split(/\s+/).filter(Boolean);
    // A name stands before its address in angle brackets; else each word is meant as an address.
    const named = part.includes('<');
    for (const word of words) {
      if (named && !word.includes('@')) continue;
      const key = word.toLowerCase();
      if (!seen.has(key)) seen.set(key, word);
    }
  }
  return [...seen.values()];
}

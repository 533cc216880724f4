/** Has Lucide's icons drawn by the kit: the package's own component spreads attributes on elements, for
 * which Svelte looks at everything that an element can do. In each strip that took 3 MB. */
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const ICON = fileURLToPath(new URL('src/LucideIcon.svelte', import.meta.url));

export function leanLucide(): Plugin {
  return {
    name: 'lean-lucide',
    enforce: 'pre',
    resolveId: (source, importer) =>
      source === '../Icon.svelte' && importer?.includes('/@lucide/svelte/') ? ICON : null,
  };
}

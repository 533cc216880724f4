import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  build: {
    target: 'safari18',
    outDir: 'dist',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    // The content security policy knows no data: URLs.
    assetsInlineLimit: 0,
  },
  server: { host: '127.0.0.1' },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});

/** Starts the page that the address names. Each is a chunk of its own, so that a strip stays small. */
import '@ninefold/kit/styles.css';
import { mount, type Component } from 'svelte';
import type { Host } from './ipc/host.js';
import { keepEngineMenuAway } from './keys/context-menu.js';
import { parseRoute, type Route } from './route.js';
import { Shell } from './state/shell.svelte.js';

interface SurfaceProps {
  shell: Shell;
  window: string;
}

async function chooseHost(): Promise<Host> {
  if (import.meta.env.MODE !== 'production') {
    const parameters = new URLSearchParams(location.search);
    if (parameters.get('host') === 'memory') {
      const { memoryHost } = await import('./ipc/memory.js');
      return memoryHost(parameters);
    }
  }
  return (await import('./ipc/tauri.js')).tauriHost;
}

async function load(route: Route): Promise<Component<SurfaceProps>> {
  switch (route.surface) {
    case 'strip':
      return (await import('./strip/Strip.svelte')).default;
    case 'panel':
      return (await import('./panel/Panel.svelte')).default;
    case 'settings':
      return (await import('./settings/Settings.svelte')).default;
  }
}

async function start(): Promise<void> {
  const route = parseRoute(location.hash);
  if (!route) return;
  document.documentElement.dataset['surface'] = route.surface;
  keepEngineMenuAway();
  const [shell, surface] = await Promise.all([
    chooseHost().then((host) => Shell.start(host)),
    load(route),
  ]);
  const window = route.surface === 'settings' ? '' : route.window;
  mount(surface, { target: document.body, props: { shell, window } });
}

void start();

/** The time by the second, while somebody looks; no timer runs otherwise. */
import { createSubscriber } from 'svelte/reactivity';

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, 1000);
  return () => clearInterval(timer);
});

/** Whole seconds until a moment, never below zero. */
export function secondsUntil(moment: string): number {
  subscribe();
  return Math.max(0, Math.ceil((Date.parse(moment) - Date.now()) / 1000));
}

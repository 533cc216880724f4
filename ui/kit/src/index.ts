/** Design tokens and components. No IPC, no HTTP, no state of its own; words come in as props. */
export { default as Avatar } from './Avatar.svelte';
export { default as Badge } from './Badge.svelte';
export { default as Button } from './Button.svelte';
export { default as Dialog } from './Dialog.svelte';
export { default as Field } from './Field.svelte';
export { default as IconButton } from './IconButton.svelte';
export { default as Kbd } from './Kbd.svelte';
export { default as Menu } from './Menu.svelte';
export { default as MenuItem } from './MenuItem.svelte';
export { default as Select } from './Select.svelte';
export { default as Skeleton } from './Skeleton.svelte';
export { default as Switch } from './Switch.svelte';
export { default as TextArea } from './TextArea.svelte';
export { default as Toast } from './Toast.svelte';
export { secondsUntil } from './clock.svelte.js';
export { ACCOUNT_COLOURS, wantsDarkLetters } from './colour.js';
export { initials } from './initials.js';
export { nextIndex, roving, type RovingOptions } from './roving.js';

// Fetches the picture of who is signed in, as the page itself could.

const LARGEST_PICTURE = 400_000;
const PICTURE_TIMEOUT_MS = 10_000;

const fetchPicture = async (address, handlerName) => {
  const handler = globalThis.webkit?.messageHandlers?.[handlerName];
  if (!handler) return;
  try {
    const answer = await fetch(address, {
      credentials: "include",
      signal: AbortSignal.timeout(PICTURE_TIMEOUT_MS),
    });
    const found = await answer.blob();
    const fits = /^image\/(png|jpeg|webp)\b/.test(found.type) && found.size <= LARGEST_PICTURE;
    if (!answer.ok || !fits) return;
    const bytes = new Uint8Array(await found.arrayBuffer());
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    await handler.postMessage(JSON.stringify({ picture: btoa(text) }));
  } catch {
    // Without a picture there are the initials.
  }
};

// Makes the client known to the server, as a page of the server's own could.

const DEVICE_TIMEOUT_MS = 10_000;

const registerDevice = async (config, handlerName) => {
  const handler = globalThis.webkit?.messageHandlers?.[handlerName];
  if (!handler) return;
  const request = {
    credentials: "same-origin",
    cache: "no-store",
    redirect: "error",
    signal: AbortSignal.timeout(DEVICE_TIMEOUT_MS),
  };
  try {
    const session = await fetch(config.session, request);
    const csrf = follow(await session.json(), config.pointer);
    const answer = await fetch(config.register, {
      ...request,
      method: "POST",
      headers: { "Content-Type": "application/json", [config.header]: String(csrf ?? "") },
      body: JSON.stringify(config.device),
    });
    if (!answer.ok) return;
    const { token } = await answer.json();
    await handler.postMessage(JSON.stringify({ device: { token } }));
  } catch {
    // The session is listed by what the browser says of itself.
  }
};

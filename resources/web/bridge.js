// The one line to the program: small JSON messages both ways.
/* global QWebChannel, qt */

/** Connect, call `told(message)` for every message, and return how to ask. */
export function connect(told) {
  return new Promise((resolve) => {
    new QWebChannel(qt.webChannelTransport, (channel) => {
      const bridge = channel.objects.bridge;
      bridge.told.connect((text) => told(JSON.parse(text)));
      resolve((message) => bridge.ask(JSON.stringify(message)));
    });
  });
}

/** Fetch one of the program's packed answers; `revision` only keeps a cache away. */
export async function fetchPack(name, revision) {
  const answer = await fetch(`${name}?${revision}`, { cache: 'no-store' });
  return answer.arrayBuffer();
}

/** Fetch names; they are data and reach the page by textContent or canvas only. */
export async function fetchNames(name, revision) {
  const answer = await fetch(`${name}?${revision}`, { cache: 'no-store' });
  return answer.json();
}

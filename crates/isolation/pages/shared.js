// Tells each visitor who came before.
const visitors = new Set();
self.addEventListener('connect', (event) => {
  const [port] = event.ports;
  port.onmessage = ({ data }) => {
    port.postMessage([...visitors]);
    visitors.add(data);
  };
});

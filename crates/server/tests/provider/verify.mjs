// Says by its exit whether a delivery of a webhook is signed with a secret. It takes any time: the test's clock isn't this one's.
import { Webhook } from 'standardwebhooks';

let text = '';
for await (const chunk of process.stdin) text += chunk;
const { secret, headers, body } = JSON.parse(text);
const at = Number(headers['webhook-timestamp']) * 1000;
Date.now = () => at;
try {
  new Webhook(secret).verify(body, headers);
} catch (error) {
  console.error(String(error));
  process.exit(1);
}

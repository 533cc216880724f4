"""A mail server that prints each message it takes as a line of JSON, after one with its port."""

import asyncio
import email
import email.policy
import json

from aiosmtpd.smtp import SMTP

REFUSED = {"never": "550 There is nobody here", "later": "451 Try again later"}


class Sink:
    async def handle_RCPT(self, server, session, envelope, address, options):
        refused = REFUSED.get(address.split("@")[0])
        if refused:
            return refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        print(json.dumps({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "subject": message["subject"],
            "message_id": message["message-id"],
            "text": message.get_body(("plain",)).get_content().strip(),
            "html": message.get_body(("html",)).get_content().strip(),
        }), flush=True)
        return "250 Taken"


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Sink(), enable_SMTPUTF8=True), "127.0.0.1", 0)
    print(json.dumps(server.sockets[0].getsockname()[1]), flush=True)
    await server.serve_forever()


asyncio.run(main())

// SPDX-License-Identifier: EUPL-1.2
// A mail server on loopback for tests/http/test_mail.py: writes a line of JSON for each message that it has been given.
// node smtp.mjs PORT [user:password]. Addresses tell what it does: gone@ is refused for good, later@ for now, and
// lost@ is taken, but the connection dies before the answer, the first time.
import { SMTPServer } from 'smtp-server';

const [port, account] = process.argv.slice(2);
let lost = false;
const reply = (code, text) => Object.assign(new Error(text), { responseCode: code });

const server = new SMTPServer({
  authOptional: !account,
  allowInsecureAuth: true,
  disabledCommands: ['STARTTLS'],
  disableReverseLookup: true,
  onAuth: (auth, session, done) => (`${auth.username}:${auth.password}` === account ? done(null, { user: auth.username }) : done(reply(535, 'no such user'))),
  onRcptTo: ({ address }, session, done) => done(address.startsWith('gone@') ? reply(550, 'no such mailbox')
    : address.startsWith('later@') ? reply(451, 'try again') : undefined),
  onData(stream, session, done) {
    const parts = [];
    stream.on('data', (part) => parts.push(part));
    stream.on('end', () => {
      const to = session.envelope.rcptTo.map((r) => r.address);
      const message = Buffer.concat(parts).toString('latin1');
      process.stdout.write(`${JSON.stringify({ from: session.envelope.mailFrom.address, to, user: session.user || null, message })}\n`);
      if (to[0].startsWith('lost@') && !lost) {
        lost = true;
        for (const connection of server.connections) connection._socket.destroy();
        return;
      }
      done();
    });
  },
});
server.on('error', () => {}); // a client that goes away
server.listen(Number(port), '127.0.0.1', () => process.stdout.write('{"ready":true}\n'));

// A server of the library smtp-server: one listener for each port of the settings.
'use strict';

const fs = require('fs');
const path = require('path');
const { SMTPServer } = require('smtp-server');

const settings = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const greyed = new Set();
let number = 0;

function refusal(code, text) {
    return Object.assign(new Error(text), { responseCode: code });
}

// On the disk before the server says that it has it.
function store(recipient, mail) {
    const [local, domain] = recipient.split('@');
    const folder = path.join(settings.store, domain, local);
    fs.mkdirSync(path.join(folder, 'new'), { recursive: true });
    const name = `${Date.now()}.${process.pid}.${number++}`;
    const file = fs.openSync(path.join(folder, name), 'w');
    fs.writeSync(file, mail);
    fs.fsyncSync(file);
    fs.closeSync(file);
    fs.renameSync(path.join(folder, name), path.join(folder, 'new', name));
}

function onAuth(auth, session, done) {
    const right =
        auth.username === settings.user &&
        (auth.method === 'XOAUTH2' ? auth.accessToken === settings.token : auth.password === settings.password);
    done(right ? null : refusal(535, '5.7.8 Authentication credentials invalid'), { user: auth.username });
}

for (const [name, port] of Object.entries(settings.ports)) {
    const login = settings.logins[name];
    const server = new SMTPServer({
        name: 'mail.smtp-server.test',
        key: fs.readFileSync(settings.key),
        cert: fs.readFileSync(settings.certificate),
        secure: name === 'implicit',
        authMethods: login ? [login] : [],
        authOptional: !login,
        disabledCommands: [...(login ? [] : ['AUTH', 'STARTTLS']), ...(name === 'bare' ? ['EHLO'] : [])],
        size: name === 'small' ? settings.most : name === 'silent' ? 0 : 33554432,
        disableReverseLookup: true,
        onAuth,
        onRcptTo({ address }, session, done) {
            if (name === 'closed') return done(refusal(554, '5.7.1 Relay access denied'));
            if (address === settings.unknown) return done(refusal(550, '5.1.1 No such user here'));
            if (address === settings.grey && !greyed.has(address)) {
                greyed.add(address);
                return done(refusal(450, '4.7.1 Greylisted, please try again later'));
            }
            done();
        },
        onData(stream, session, done) {
            const parts = [];
            stream.on('data', part => parts.push(part));
            stream.on('end', () => {
                const mail = Buffer.concat(parts);
                const recipients = session.envelope.rcptTo.map(each => each.address);
                if (stream.sizeExceeded) return done(refusal(552, '5.3.4 Message too big'));
                if (name === 'silent' && mail.length > settings.most) return done(refusal(552, '5.3.4 Message too big'));
                if (recipients.includes(settings.content)) return done(refusal(554, '5.6.0 This letter is not wanted'));
                recipients.forEach(recipient => store(recipient, mail));
                setTimeout(done, settings.pause * 1000);
            });
        },
    });
    server.on('error', () => {});
    server.listen(port, '127.0.0.1');
}

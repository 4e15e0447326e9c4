#!/usr/bin/env node
/*
 * Draws up EIP-4361 messages by the grammar, has npm `siwe` and `viem/siwe` build and read them, breaks them, and has
 * npm `siwe` judge what is left. Everything follows from one seed.
 *
 *   node tests/vectors/siwe_many.cjs            write tests/vectors/siwe_many.json
 *   node tests/vectors/siwe_many.cjs --print    print it
 *
 * `messages` are [values of `names`, null for an absent one; the text that has them]. Where npm `siwe` or viem builds or
 * reads something else, the keys of `rules` follow; the script fails at a difference that no rule explains. `broken` and
 * `changed` are texts as [message, start, removed, inserted]: npm `siwe` refuses the former, and reads the latter, whose
 * fields that are not the message's follow.
 */
'use strict';

const fs = require('fs');
const path = require('path');
const { SiweMessage } = require('siwe');
const { ParsedMessage } = require('@spruceid/siwe-parser');
const { createSiweMessage, parseSiweMessage } = require('viem/siwe');
const { getAddress } = require('viem');

const COMMON = 500; // messages of the kind that everybody takes
const WILD = 100; // messages that use what else the grammar has
const BROKEN = 520;
const CHANGED = 100;

const RULES = {
  'siwe builds requestId': 'request-id = *pchar: it may be empty; npm siwe then leaves the field out',
  'viem builds domain': 'domain = authority: userinfo, IP-literal, names without a dot, an empty port; viem takes DNS names and IPv4',
  'viem builds requestId': 'request-id = *pchar: it may be empty; viem then leaves the field out',
  'viem builds statement': '[ statement LF ], statement = *( reserved / unreserved / " " ): an empty one has a line; viem leaves it out',
  'viem builds time': 'date-time of RFC 3339: fractions, offsets and small letters are free; viem writes milliseconds and Z',
  'viem reads domain': 'domain = authority: as for building; viem then reads neither address nor statement',
  'viem reads requestId': 'request-id = *pchar: it may be empty; viem then reads none',
  'viem reads statement': 'statement = *( reserved / unreserved / " " ): an empty one is there; viem reads none',
  'viem reads time': 'date-time of RFC 3339: small letters, leap seconds, and more digits than milliseconds have; viem reads no such moment',
};

// ────────────────────────────────────────────── chance ───────────────────────────────────────────

let state = 4361;
function random() {
  // mulberry32
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const below = (n) => Math.floor(random() * n);
const one = (list) => list[below(list.length)];
const maybe = (chance, make) => (random() < chance ? make() : undefined);
const word = (letters, least, most) => Array.from({ length: least + below(most - least + 1) }, () => one(letters)).join('');

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const ALNUM = LOWER + LOWER.toUpperCase() + '0123456789';
const UNRESERVED = ALNUM + '-._~';
const SUB_DELIMS = "!$&'()*+,;=";
const RESERVED = ':/?#[]@' + SUB_DELIMS;
const pchars = (most) => word([...UNRESERVED, ...SUB_DELIMS, ':', '@', '%20', '%Ff'], 0, most);

// ────────────────────────────────────────────── fields ───────────────────────────────────────────

const dns = () => `${word(LOWER, 1, 8)}.${one(['example', 'org', 'co.uk', 'test'])}`;
const port = () => maybe(0.3, () => `:${1 + below(65535)}`) ?? '';
const address = () => getAddress('0x' + word('0123456789abcdef', 40, 40));
const moment = () => new Date(1.6e12 + below(3e11)).toISOString();
const common = {
  domain: () => one([dns, dns, () => 'localhost', () => [0, 0, 0, 0].map(() => below(256)).join('.')])() + port(),
  uri: () => one([
    () => `https://${dns()}${port()}/${word(UNRESERVED, 0, 8)}`,
    () => `https://${dns()}/${word(LOWER, 1, 5)}?${word(LOWER, 1, 4)}=${word(ALNUM, 1, 6)}`,
    () => `https://${dns()}/#${word(LOWER, 1, 5)}`,
    () => `ipfs://${word(ALNUM, 10, 16)}`,
    () => `eip155:${1 + below(9999)}/erc721:${address()}/${1 + below(1e9)}`,
  ])(),
  statement: () => word([...UNRESERVED, ...RESERVED, ' ', ' ', ' '], 1, 24),
  time: moment,
  requestId: () => word(UNRESERVED, 1, 10),
  scheme: () => one(['https', 'http']),
};
const wild = {
  domain: () => one([
    ...Array(5).fill(common.domain),
    () => `${pchars(4).replace(/@/g, '')}@${dns()}`,
    () => `[${one(['::', '::1', '2001:db8::7', '1:2:3:4:5:6:7:8', '::ffff:192.0.2.1', '1::8', 'v1.a:b', 'vF.x'])}]${port()}`,
    () => word([...UNRESERVED, ...SUB_DELIMS, '%41'], 1, 6),
    () => `${dns()}:`,
  ])(),
  uri: () => one([
    common.uri,
    () => `${word(LOWER, 1, 3)}:`,
    () => `urn:${pchars(8)}x`,
    () => `https://[::1]${port()}/${pchars(5)}`,
    () => `${one(['a+b', 'X-1.0'])}:/${word(UNRESERVED, 1, 4)}//${pchars(4)}`,
    () => `https://?${pchars(4)}/?#${pchars(4)}/?`,
    () => `file:///${pchars(6)}`,
  ])(),
  statement: () => one([common.statement, () => '', () => ' ', () => 'URI: https://not.example', () => 'Version: 1'])(),
  time: () => one([
    moment,
    () => moment().replace(/\.\d+Z/, 'Z'),
    () => moment().replace('Z', one(['+00:00', '-00:00', '+05:30', '-11:59'])),
    () => moment().replace(/\.\d+Z/, `.${1 + below(1e9)}Z`),
    () => moment().toLowerCase(),
    () => one(['2016-12-31T23:59:60Z', '2024-02-29T00:00:00Z', '0000-01-01T00:00:00Z']),
  ])(),
  requestId: () => pchars(4),
  scheme: () => one(['https', 'a', 'X+y-z.1']),
};

function drawn(kind) {
  const fields = {
    scheme: maybe(0.25, kind.scheme),
    domain: kind.domain(),
    address: address(),
    statement: maybe(0.6, kind.statement),
    uri: kind.uri(),
    version: '1',
    chainId: one([() => 1, () => 31337, () => below(1e6), () => below(Number.MAX_SAFE_INTEGER)])(),
    nonce: word(ALNUM, 8, 14),
    issuedAt: kind.time(),
    expirationTime: maybe(0.5, kind.time),
    notBefore: maybe(0.25, kind.time),
    requestId: maybe(0.3, kind.requestId),
    resources: maybe(0.5, () => Array.from({ length: below(3) }, kind.uri)),
  };
  return present(fields);
}

/* The text by the grammar, rule by rule: what the others are compared with, and our own builder too. */
function written(f) {
  const lines = [`${f.scheme === undefined ? '' : f.scheme + '://'}${f.domain} wants you to sign in with your Ethereum account:`];
  lines.push(f.address, '', ...(f.statement === undefined ? [] : [f.statement]), '');
  lines.push(`URI: ${f.uri}`, `Version: ${f.version}`, `Chain ID: ${f.chainId}`, `Nonce: ${f.nonce}`, `Issued At: ${f.issuedAt}`);
  if (f.expirationTime !== undefined) lines.push(`Expiration Time: ${f.expirationTime}`);
  if (f.notBefore !== undefined) lines.push(`Not Before: ${f.notBefore}`);
  if (f.requestId !== undefined) lines.push(`Request ID: ${f.requestId}`);
  if (f.resources !== undefined) lines.push('Resources:', ...f.resources.map((each) => `- ${each}`));
  return lines.join('\n');
}

// ─────────────────────────────────────────── the four others ─────────────────────────────────────

const NAMES = [
  'domain', 'scheme', 'address', 'statement', 'uri', 'version', 'chainId', 'nonce',
  'issuedAt', 'expirationTime', 'notBefore', 'requestId', 'resources',
];
const TIMES = ['issuedAt', 'expirationTime', 'notBefore'];
const present = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

function readBySiwe(text) {
  try {
    const { uriElements, ...fields } = new ParsedMessage(text);
    return present(fields);
  } catch {
    return null;
  }
}

/* The first field, in the order of the message, in which two lists of fields differ. */
function difference(fields, found) {
  return NAMES.find((name) => JSON.stringify(fields[name]) !== JSON.stringify(found[name])) ?? null;
}

const kindOf = (name) => (TIMES.includes(name) ? 'time' : name);

function differences(fields, text) {
  const found = [];
  const note = (who, name) => name && found.push(`${who} ${kindOf(name)}`);

  note('siwe reads', difference(fields, readBySiwe(text) ?? {}));
  note('siwe builds', builtDifference(fields, text, () => new SiweMessage(fields).prepareMessage()));

  const dates = Object.fromEntries(TIMES.filter((name) => fields[name] !== undefined).map((name) => [name, new Date(fields[name])]));
  const read = parseSiweMessage(text);
  for (const name of TIMES) {
    // viem gives moments, whose spelling is lost: the same moment is the same field.
    const same = read[name] && !Number.isNaN(read[name].getTime()) && isMoment(fields[name]) && read[name].getTime() === dates[name].getTime();
    if (same) read[name] = fields[name];
    else if (read[name] !== undefined) read[name] = null;
  }
  note('viem reads', difference(fields, read));
  note('viem builds', builtDifference(fields, text, () => createSiweMessage({ ...fields, ...dates })));
  return found;
}

/* Whether JavaScript's Date can hold this time to its last digit. */
function isMoment(time) {
  return /\.\d{4,}/.test(time) === false && !Number.isNaN(new Date(time).getTime());
}

function builtDifference(fields, text, build) {
  let built;
  try {
    built = build();
  } catch (error) {
    const named = /message field "(\w+)"/.exec(error.message);
    if (named) return named[1];
    if (error instanceof RangeError) return 'issuedAt';
    throw error;
  }
  return built === text ? null : difference(fields, readBySiwe(built) ?? {}) ?? 'text';
}

// ───────────────────────────────────────────── breaking ──────────────────────────────────────────

const ODD = ['\n', '\r', ' ', '\t', '\0', '%', '"', '\\', '<', '^', '|', 'é', '\u2028', '０', '-', ':', '/', '0', 'a', 'A', 'Z', '.', '[', '@', '#'];

/* A splice [start, removed, inserted] of a text. */
function blow(text) {
  const lines = text.split('\n');
  const starts = lines.map((_, at) => lines.slice(0, at).reduce((sum, each) => sum + each.length + 1, 0));
  const at = below(lines.length);
  const line = lines[at];
  return one([
    () => [below(text.length), 1, ''],
    () => [below(text.length + 1), 0, one(ODD)],
    () => [below(text.length), 1, one(ODD)],
    () => [starts[at], line.length + 1, ''], // a line gone
    () => [starts[at], 0, line + '\n'], // a line twice
    () => [starts[at] + line.length, 0, one([' ', '\r', '\n', 'x'])],
    () => [starts[at], line.length, line.toUpperCase()],
    () => [starts[at], line.length, line.toLowerCase()],
    () => [starts[at], line.length, line.replace(': ', ':')],
    () => [starts[at], line.length, line.replace(/: .*/, ': ')], // a value gone
    () => [starts[at], line.length, line.replace(/\d/, () => one('0123456789'))],
    () => (at + 1 < lines.length ? [starts[at], line.length + 1 + lines[at + 1].length, `${lines[at + 1]}\n${line}`] : [text.length, 0, '\n']),
    () => [0, 0, one([' ', '\ufeff', '\n', 'https://', '://', '@', 'x'])],
    () => [text.length, 0, one(['\n', ' ', '\n- ', '\n- x', '\nResources:', '\nRequest ID: ', '\nNot Before: 2021-09-30T16:25:24Z', '\0'])],
  ])();
}

/* The fields of a message that are not those of another; null for one that is absent. */
function otherwise(base, read) {
  const names = NAMES.filter((name) => JSON.stringify(base[name]) !== JSON.stringify(read[name]));
  return Object.fromEntries(names.map((name) => [name, read[name] ?? null]));
}

function main() {
  const messages = Array.from({ length: COMMON + WILD }, (_, at) => {
    const fields = drawn(at < COMMON ? common : wild);
    const text = written(fields);
    const differs = differences(fields, text);
    const unexplained = differs.filter((each) => !(each in RULES));
    if (unexplained.length || (at < COMMON && differs.length)) throw new Error(`${differs}: ${JSON.stringify(fields)}`);
    return { fields, text, differs };
  });
  const broken = [];
  const changed = [];
  const known = new Set(messages.map((each) => each.text));
  while (broken.length < BROKEN || changed.length < CHANGED) {
    const base = below(messages.length);
    const { text } = messages[base];
    const [start, removed, inserted] = blow(text);
    const result = text.slice(0, start) + inserted + text.slice(start + removed);
    if (known.has(result)) continue;
    known.add(result);
    const read = readBySiwe(result);
    const splice = [base, start, removed, inserted];
    if (read === null && broken.length < BROKEN) broken.push(splice);
    if (read !== null && changed.length < CHANGED) changed.push([...splice, otherwise(messages[base].fields, read)]);
  }
  const version = (name) => JSON.parse(fs.readFileSync(path.join(__dirname, '..', '..', 'node_modules', name, 'package.json'), 'utf8')).version;
  const source = `tests/vectors/siwe_many.cjs with npm siwe ${version('siwe')}, @spruceid/siwe-parser ${version('@spruceid/siwe-parser')}, viem ${version('viem')}`;
  const rows = messages.map(({ fields, text, differs }) => [NAMES.map((name) => fields[name] ?? null), text, ...differs]);
  const lines = (list) => `[\n${list.map((each) => JSON.stringify(each)).join(',\n')}\n]`;
  const used = Object.fromEntries(Object.entries(RULES).filter(([name]) => messages.some((each) => each.differs.includes(name))));
  const json = `{\n"source": ${JSON.stringify(source)},\n"rules": ${JSON.stringify(used, null, 1)},\n"names": ${JSON.stringify(NAMES)},\n"messages": ${lines(rows)},\n"broken": ${lines(broken)},\n"changed": ${lines(changed)}\n}\n`;
  // Only ASCII is written, so that no editor or checkout can change a byte of a text.
  const ascii = json.replace(/[\u007f-\uffff]/g, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
  if (process.argv.includes('--print')) process.stdout.write(ascii);
  else fs.writeFileSync(path.join(__dirname, 'siwe_many.json'), ascii);
}

main();

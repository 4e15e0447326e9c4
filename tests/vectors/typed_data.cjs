#!/usr/bin/env node
/*
 * Writes eip712.json, merkle.json, merkle_sizes.json, voucher_book.json and evidence.json: what viem and OpenZeppelin's
 * Merkle trees make of this project's messages.
 *
 *   npm install --prefix /tmp/vectors viem@2.57.20 @openzeppelin/merkle-tree@1.0.8
 *   NODE_PATH=/tmp/vectors/node_modules node tests/vectors/typed_data.cjs
 *
 * The messages of the domain "home" are one story that a contract can act out: `deployer` creates the collection in its
 * first transaction on chain 1337, so the address is known. The keys are good for nothing else.
 */
'use strict';

const fs = require('fs');
const path = require('path');
const { SimpleMerkleTree, StandardMerkleTree } = require('@openzeppelin/merkle-tree');
const { concat, getContractAddress, hashDomain, hashStruct, hashTypedData, keccak256, pad, toHex } = require('viem');
const { privateKeyToAccount } = require('viem/accounts');

const NOBODY = '0x' + '00'.repeat(20);
const NONE = '0x' + '00'.repeat(32);
const FOREVER = 2 ** 40 - 1;
const EIP712Domain = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
];
const TYPES = {
  Voucher: [
    { name: 'issuer', type: 'address' },
    { name: 'badgeId', type: 'uint256' },
    { name: 'award', type: 'uint16' },
    { name: 'startTime', type: 'uint40' },
    { name: 'endTime', type: 'uint40' },
    { name: 'evidence', type: 'bytes32' },
    { name: 'deadline', type: 'uint40' },
    { name: 'claimKey', type: 'address' },
  ],
  VoucherRoot: [
    { name: 'root', type: 'bytes32' },
    { name: 'count', type: 'uint256' },
    { name: 'deadline', type: 'uint40' },
  ],
  Claim: [
    { name: 'voucher', type: 'bytes32' },
    { name: 'holder', type: 'address' },
    { name: 'burnAuth', type: 'uint8' },
    { name: 'deadline', type: 'uint40' },
  ],
  Renounce: [
    { name: 'badgeId', type: 'uint256' },
    { name: 'award', type: 'uint16' },
  ],
};

const keys = Object.fromEntries(
  ['deployer', 'issuer', 'holder', 'newcomer', 'claimKey'].map((name) => [name, keccak256(toHex(`soulbadge ${name}`))]),
);
const people = Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, privateKeyToAccount(key)]));
const home = getContractAddress({ from: people.deployer.address, nonce: 0n });
const domains = {
  home: { name: 'soulbadge', version: '1', chainId: '1337', verifyingContract: home },
  fork: { name: 'soulbadge', version: '1', chainId: '1', verifyingContract: home },
  sister: { name: 'soulbadge', version: '1', chainId: '1337', verifyingContract: people.newcomer.address },
  far: { name: 'soulbadge', version: '1', chainId: String(2n ** 255n + 1n), verifyingContract: '0x' + 'ff'.repeat(20) },
};
const badgeId = (achievement, cohort, holder) =>
  String((BigInt(achievement) << 208n) | (BigInt(cohort) << 160n) | BigInt(holder));

const messages = [];

async function add(name, domain, primaryType, signer, message) {
  const types = { EIP712Domain, [primaryType]: TYPES[primaryType] };
  const data = { domain: domains[domain], types, primaryType, message };
  const entry = {
    name,
    domain,
    primaryType,
    message,
    structHash: hashStruct({ data: message, primaryType, types }),
    digest: hashTypedData(data),
    signer,
    signature: await people[signer].signTypedData(data),
  };
  messages.push(entry);
  return entry;
}

function voucher(changes) {
  return {
    issuer: people.issuer.address,
    badgeId: badgeId(1, 0, people.holder.address),
    award: 0,
    startTime: 0,
    endTime: 0,
    evidence: NONE,
    deadline: FOREVER,
    claimKey: NOBODY,
    ...changes,
  };
}

async function main() {
  // The story at home: a badge of achievement 1 is claimed, renounced and claimed again; a newcomer shows a claim key.
  const plain = await add('voucher', 'home', 'Voucher', 'issuer', voucher({ evidence: keccak256('0x01') }));
  await add('claim', 'home', 'Claim', 'holder', {
    voucher: plain.digest,
    holder: people.holder.address,
    burnAuth: 1,
    deadline: FOREVER,
  });
  await add('renounce', 'home', 'Renounce', 'holder', { badgeId: plain.message.badgeId, award: 0 });

  const link = await add(
    'voucher with a claim key',
    'home',
    'Voucher',
    'issuer',
    voucher({ badgeId: badgeId(1, 0, 0), claimKey: people.claimKey.address }),
  );
  const welcome = { voucher: link.digest, holder: people.newcomer.address, burnAuth: 1, deadline: FOREVER };
  await add('claim by the newcomer', 'home', 'Claim', 'newcomer', welcome);
  await add('claim by the key', 'home', 'Claim', 'claimKey', welcome);

  const again = await add('voucher under the root', 'home', 'Voucher', 'issuer', voucher({ award: 1, endTime: FOREVER }));
  const values = [again.digest, ...[2, 3, 4, 5].map((n) => keccak256(toHex(n)))];
  const tree = StandardMerkleTree.of(values.map((value) => [value]), ['bytes32']);
  const root = await add('root', 'home', 'VoucherRoot', 'issuer', { root: tree.root, count: 5, deadline: FOREVER });
  root.path = tree.getProof([again.digest]);

  // Elsewhere, and at the limits of every field.
  for (const domain of ['fork', 'sister', 'far']) await add(`voucher, ${domain}`, domain, 'Voucher', 'issuer', plain.message);
  const most = voucher({
    issuer: '0x' + 'ff'.repeat(20),
    badgeId: String(2n ** 256n - 1n),
    award: 65535,
    startTime: FOREVER,
    endTime: FOREVER,
    evidence: '0x' + 'ff'.repeat(32),
    claimKey: '0x' + 'ff'.repeat(20),
  });
  await add('largest voucher', 'far', 'Voucher', 'issuer', most);
  const least = voucher({ issuer: NOBODY, badgeId: '0', deadline: 0 });
  await add('smallest voucher', 'home', 'Voucher', 'issuer', least);
  await add('largest root', 'far', 'VoucherRoot', 'issuer', {
    root: '0x' + 'ff'.repeat(32),
    count: String(2n ** 256n - 1n),
    deadline: FOREVER,
  });
  for (const burnAuth of [0, 1, 2, 3]) {
    await add(`claim, burn authority ${burnAuth}`, 'far', 'Claim', 'holder', { ...welcome, burnAuth, deadline: burnAuth });
  }
  await add('largest renounce', 'far', 'Renounce', 'holder', { badgeId: String(2n ** 256n - 1n), award: 65535 });

  const accounts = Object.fromEntries(
    Object.keys(keys).map((name) => [name, { key: keys[name], address: people[name].address }]),
  );
  const separators = Object.fromEntries(
    Object.entries(domains).map(([name, domain]) => [name, hashDomain({ domain, types: { EIP712Domain } })]),
  );
  write('eip712.json', { types: TYPES, domains, separators, accounts, messages });

  const trees = [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 33].map((count) => {
    // The first value is a voucher of the story at home, so that a contract can follow its path.
    const others = Array.from({ length: count - 1 }, (_, n) => keccak256(toHex(`voucher ${n} of ${count}`)));
    const leaves = [plain.digest, ...others];
    const one = StandardMerkleTree.of(leaves.map((value) => [value]), ['bytes32']);
    return { root: one.root, values: leaves.map((value) => ({ value, path: one.getProof([value]) })) };
  });
  write('merkle.json', { trees });
  write('merkle_sizes.json', { trees: [...Array.from({ length: 33 }, (_, n) => n + 1), 100, 1000].map(sized) });
  write('voucher_book.json', await book());
  write('evidence.json', { texts: TEXTS.map((value) => ({ value, text: canonical(value) })), documents: documents() });
}

// Every path of a tree in one hash: value n is keccak256("voucher n of size"), the paths joined in the order of values.
function sized(size) {
  const values = Array.from({ length: size }, (_, n) => keccak256(toHex(`voucher ${n} of ${size}`)));
  const tree = StandardMerkleTree.of(values.map((value) => [value]), ['bytes32']);
  return { size, root: tree.root, paths: keccak256(concat(values.flatMap((value) => tree.getProof([value])))) };
}

// A table of vouchers, and each line that a book of it must have.
async function book() {
  const achievements = { cka: 1, cks: 7 };
  const deadline = 1900000000;
  const rows = Array.from({ length: 37 }, (_, n) => ({
    holder: privateKeyToAccount(keccak256(toHex(`holder ${n}`))).address,
    achievement: n % 3 ? 'cka' : 'cks',
    start: n % 4 ? 0 : 1700000000 + n,
    end: n % 5 ? 1800000000 + n : 0,
    evidence: n % 2 ? NONE : keccak256(toHex(`evidence ${n}`)),
    award: n % 6 ? 0 : n,
  }));
  const vouchers = rows.map((row) => ({
    issuer: people.issuer.address,
    badgeId: badgeId(achievements[row.achievement], 0, row.holder),
    award: row.award,
    startTime: row.start,
    endTime: row.end,
    evidence: row.evidence,
    deadline,
    claimKey: NOBODY,
  }));
  const typed = (primaryType, message) => ({ domain: domains.home, types: { EIP712Domain, [primaryType]: TYPES[primaryType] }, primaryType, message });
  const digests = vouchers.map((message) => hashTypedData(typed('Voucher', message)));
  const tree = StandardMerkleTree.of(digests.map((digest) => [digest]), ['bytes32']);
  const message = { root: tree.root, count: String(rows.length), deadline };
  const signature = await people.issuer.signTypedData(typed('VoucherRoot', message));
  const cells = (row) => [row.holder, row.achievement, row.start || '', row.end || '', row.evidence === NONE ? '' : row.evidence, row.award || ''];
  const table = [['holder', 'achievement', 'start', 'end', 'evidence', 'award'], ...rows.map(cells)];
  return {
    achievements,
    deadline,
    digest: hashTypedData(typed('VoucherRoot', message)),
    table: table.map((row) => row.join(',') + '\n').join(''),
    lines: vouchers.map((it, n) => ({
      chain_id: Number(domains.home.chainId),
      collection: home,
      voucher: {
        issuer: it.issuer,
        badge_id: it.badgeId,
        award: it.award,
        start_time: it.startTime,
        end_time: it.endTime,
        evidence: it.evidence,
        deadline,
        claim_key: NOBODY,
      },
      signature,
      proof: { path: tree.getProof([digests[n]]), count: rows.length, deadline },
    })),
  };
}

const TEXTS = [
  'plain', '', '"\\/\b\f\n\r\t', '\u0000\u001f\u007f\u0080\u2028\ufeff', '\u20ac\ud83d\ude02', 0, -1, 9007199254740991, -9007199254740991, true, false,
  null, [], {}, [1, '1', true, [null]], { b: 1, a: { d: [], c: 'x' } }, { '\ud83d\ude02': 1, '\ufb33': 2, '\u20ac': 3, '\r': 4, 1: 5, 10: 6, 2: 7 },
];

// RFC 8785: what JSON.stringify makes of texts and numbers, names in the order of their UTF-16 code units.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

function documents() {
  const tag = (what) => keccak256(toHex(`soulbadge evidence ${what} v1`));
  const twice = (bytes) => keccak256(keccak256(bytes));
  return [1, 7, 8, 9, 40].map((count) => {
    const facts = Object.fromEntries(Array.from({ length: count }, (_, n) => [`fact ${n}`, TEXTS[n % TEXTS.length]]));
    const salt = (what) => keccak256(toHex(`salt of ${what} of ${count}`));
    const size = Math.max(8, 2 ** Math.ceil(Math.log2(count)));
    const padding = Array.from({ length: size - count }, (_, n) => salt(`padding ${n}`));
    const leaf = (name) => twice(concat([tag('field'), salt(name), toHex(canonical([name, facts[name]]))]));
    const leaves = [...Object.keys(facts).map(leaf), ...padding.map((each) => twice(concat([tag('padding'), each])))];
    const tree = SimpleMerkleTree.of(leaves);
    const depth = pad(toHex(Math.log2(size)), { size: 32 });
    return {
      document: {
        evidence: 'soulbadge/1',
        badge: '',
        path: [],
        fields: Object.fromEntries(Object.keys(facts).map((name) => [name, { value: facts[name], salt: salt(name) }])),
        padding,
      },
      commitment: keccak256(concat([tag('document'), depth, tree.root])),
      proofs: Object.fromEntries(Object.keys(facts).map((name) => [name, tree.getProof(leaf(name))])),
    };
  });
}

function write(name, content) {
  fs.writeFileSync(path.join(__dirname, name), JSON.stringify(content, null, 1) + '\n');
}

main();

// Verifies credentials with @digitalbazaar/vc, offline. Reads {credentials, contexts} from stdin and writes, for each
// credential, null or why it is refused. Whoever is asked for anything but these contexts and did:key says no.
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {verifyCredential} from '@digitalbazaar/vc';

const {credentials, contexts, now} = JSON.parse(await new Response(process.stdin).text());

async function documentLoader(url) {
  const document = contexts[url] ?? keyDocument(url);
  if(!document) {
    throw new Error(`not offline: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document};
}

function keyDocument(url) {
  const [, did, multibase] = /^(did:key:(z[1-9A-Za-z]+))(?:#\2)?$/.exec(url) ?? [];
  if(!did) {
    return undefined;
  }
  const method = {
    '@context': 'https://w3id.org/security/multikey/v1',
    id: `${did}#${multibase}`, type: 'Multikey', controller: did, publicKeyMultibase: multibase
  };
  const controller = {
    '@context': ['https://www.w3.org/ns/did/v1'], id: did, verificationMethod: [method], assertionMethod: [method.id]
  };
  return url.includes('#') ? method : controller;
}

const outcomes = [];
for(const credential of credentials) {
  const result = await verifyCredential({
    credential, documentLoader, now: new Date(now * 1000), maxClockSkew: 1, suite: new DataIntegrityProof({cryptosuite}),
    // A skew of 0 would take validUntil itself for too late.
    checkStatus: async () => ({verified: true}) // only the chain knows; the Python side asks it
  });
  const errors = result.error?.errors ?? [result.error];
  outcomes.push(result.verified ? null : errors.map(each => String(each?.message ?? each)).join('; '));
}
process.stdout.write(JSON.stringify(outcomes));

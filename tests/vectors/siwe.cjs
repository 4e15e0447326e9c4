#!/usr/bin/env node
/*
 * Asks npm `siwe` about every text in siwe.json and writes down what it says: the fields, or null where it refuses.
 *
 *   node tests/vectors/siwe.cjs
 *
 * It changes nothing else: a text is added by hand, and where we judge otherwise, `differs` names the rule.
 */
'use strict';

const fs = require('fs');
const path = require('path');
const { ParsedMessage } = require('@spruceid/siwe-parser');

const file = path.join(__dirname, 'siwe.json');
const vectors = JSON.parse(fs.readFileSync(file, 'utf8'));

function fieldsOf(text) {
  try {
    const { uriElements, ...fields } = new ParsedMessage(text);
    return fields; // JSON leaves out what is undefined
  } catch {
    return null;
  }
}

for (const vector of vectors.messages) vector.npm = fieldsOf(vector.text);

// Only ASCII is written, so that no editor or checkout can change a byte of a text.
const json = JSON.stringify(vectors, null, 1);
fs.writeFileSync(file, json.replace(/[\u0080-\uffff]/g, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0')) + '\n');

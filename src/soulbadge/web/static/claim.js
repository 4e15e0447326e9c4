// Claim with a wallet: send it, or sign it for somebody who sends it.

import { WalletError, connect, mustBeOn, offer, post, request } from "./wallet.js";

const form = document.querySelector("#claim");
const PATIENCE = 180_000;

/** A claim link stands behind the #, which browsers send to nobody; it is put into the form, and taken out of the address. */
function takeLink() {
  const field = document.querySelector("form[data-paste] #what");
  const found = window.location.hash.slice(1);
  if (field && found.startsWith("v1.")) {
    field.value = found;
    window.history.replaceState(null, "", window.location.pathname);
  }
}

function given(name) {
  return form.elements.namedItem(name).value;
}

async function account(provider, tell) {
  tell("Choose an account in your wallet.");
  const found = await connect(provider);
  if (!form.dataset.relayed && found.toLowerCase() !== given("holder").toLowerCase()) {
    throw new WalletError(`Your wallet shows ${found}, and this claim is for ${given("holder")}. Choose that account, then try again.`);
  }
  await mustBeOn(provider, Number(form.dataset.chain));
  return found;
}

async function untilDone(transaction) {
  const deadline = Date.now() + PATIENCE;
  while (Date.now() < deadline) {
    const answer = await fetch(`${form.dataset.base}/outcome/${transaction}`, { headers: { accept: "application/json" } });
    const told = answer.ok ? (await answer.json()).outcome : "waiting";
    if (told !== "waiting") return told;
    await new Promise((done) => setTimeout(done, 1000));
  }
  return "waiting";
}

async function send(provider, tell) {
  const sender = await account(provider, tell);
  tell("Checking once more.");
  const fields = { what: given("what"), holder: given("holder"), sender };
  const transaction = await post(`${form.dataset.base}/transaction`, given("token"), fields);
  tell("Confirm the transaction in your wallet.");
  const hash = await request(provider, "eth_sendTransaction", [transaction]);
  tell("Sent. Waiting for it to be in a block.");
  const outcome = await untilDone(hash);
  if (outcome === "failed") throw new WalletError("The contract refused the transaction; nothing was claimed. Look at it again.");
  if (outcome === "waiting") throw new WalletError(`It is still on its way: ${hash}. Look at the badge's page later.`);
  tell("It is yours.", "good");
  window.location.assign(form.dataset.badge);
}

async function sign(provider, tell) {
  const holder = await account(provider, tell);
  const fields = { what: given("what"), holder: given("holder") };
  const asked = await post(`${form.dataset.base}/consent`, given("token"), fields);
  tell("Sign in your wallet. It costs nothing.");
  const signature = await request(provider, "eth_signTypedData_v4", [holder, asked.typed_data]);
  const made = await post(`${form.dataset.base}/request`, given("token"), { ...fields, deadline: asked.deadline, signature });
  const result = document.querySelector("[data-result]");
  result.querySelector("textarea").value = made.request;
  result.querySelector("[data-download]").href = URL.createObjectURL(new Blob([made.request], { type: "application/json" }));
  result.hidden = false;
  tell("Signed. Hand the document on.", "good");
}

async function fill(provider, tell) {
  const found = await connect(provider);
  document.querySelector("#holder").value = found;
  tell(`This is ${found}.`, "good");
  document.querySelector("form[data-paste]").requestSubmit();
}

takeLink();
for (const place of document.querySelectorAll("[data-wallet]")) {
  offer(place, { relay: sign, address: fill }[place.dataset.next] ?? send);
}

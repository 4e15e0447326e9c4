// Connect, sign what the site asks, and go in.

import { connect, mustBeOn, offer, post, signText } from "./wallet.js";

for (const place of document.querySelectorAll("[data-wallet]")) {
  const { endpoint, token, next, chain } = place.dataset;
  offer(place, async (provider, tell) => {
    tell("Choose an account in your wallet.");
    const account = await connect(provider);
    await mustBeOn(provider, Number(chain));
    tell("Looking at the badges of this account.");
    const asked = await post(`${endpoint}/ask`, token, { address: account, next });
    tell("Sign the message in your wallet. It costs nothing.");
    const signature = await signText(provider, account, asked.message);
    tell("Checking.");
    const done = await post(`${endpoint}/answer`, token, { nonce: asked.nonce, signature, next });
    tell("You are in.", "good");
    window.location.assign(done.next);
  });
}

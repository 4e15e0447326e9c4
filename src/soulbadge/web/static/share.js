// Sign what is to be shared, and publish it.

import { WalletError, connect, offer, post, signText } from "./wallet.js";

const form = document.querySelector("#share");

for (const place of document.querySelectorAll("[data-wallet]")) {
  offer(place, async (provider, tell) => {
    const { base } = form.dataset;
    const given = new FormData(form);
    if (given.getAll("badges").length === 0) throw new WalletError("Choose at least one badge to show.");
    if (!given.get("audience").trim()) throw new WalletError("Say for whom it is: the domain of whoever reads it.");
    tell("Choose the account that you signed in with.");
    const account = await connect(provider);
    const fields = [...given.entries()].filter(([name]) => name !== "token");
    const asked = await post(`${base}/ask`, given.get("token"), fields);
    tell("Sign the message in your wallet. It costs nothing.");
    const signature = await signText(provider, account, asked.message);
    const done = await post(base, given.get("token"), [["message", asked.message], ["signature", signature]]);
    tell("Shared.", "good");
    window.location.assign(done.next);
  });
}

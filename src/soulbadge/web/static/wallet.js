// Wallets in this browser: found by EIP-6963, or the one at window.ethereum (EIP-1193). No library, no network.

/** What went wrong, in a line for people. */
export class WalletError extends Error {}

const REJECTED = 4001;
const UNKNOWN_CHAIN = 4902;
const BUSY = -32002;

/** The wallets that announce themselves within a moment; the old single one if none does. */
export async function findWallets(moment = 250) {
  const found = new Map();
  const heard = (event) => {
    const { info, provider } = event.detail ?? {};
    if (info?.uuid && typeof provider?.request === "function") found.set(info.uuid, { info, provider });
  };
  window.addEventListener("eip6963:announceProvider", heard);
  window.dispatchEvent(new Event("eip6963:requestProvider"));
  await new Promise((done) => setTimeout(done, moment));
  window.removeEventListener("eip6963:announceProvider", heard);
  if (found.size === 0 && typeof window.ethereum?.request === "function") {
    return [{ info: { name: "Browser wallet", icon: "" }, provider: window.ethereum }];
  }
  return [...found.values()];
}

/** Ask a wallet; its refusals become lines for people. */
export async function request(provider, method, params = []) {
  try {
    return await provider.request({ method, params });
  } catch (error) {
    if (error?.code === REJECTED) throw new WalletError("You declined in your wallet. Nothing was signed or sent.");
    if (error?.code === BUSY) throw new WalletError("Your wallet is still waiting for an answer. Open it, then try again.");
    const wrapped = new WalletError(`Your wallet refused: ${error?.message ?? "it did not say why"}`);
    wrapped.code = error?.code;
    throw wrapped;
  }
}

/** The account that somebody chooses. */
export async function connect(provider) {
  const accounts = await request(provider, "eth_requestAccounts");
  if (!Array.isArray(accounts) || typeof accounts[0] !== "string") {
    throw new WalletError("Your wallet showed no account. Unlock it, then try again.");
  }
  return accounts[0];
}

/** Make sure that the wallet is on the chain; ask it to change if it is not. */
export async function mustBeOn(provider, chain) {
  const on = async () => Number(await request(provider, "eth_chainId"));
  const found = await on();
  if (found === chain) return;
  try {
    await request(provider, "wallet_switchEthereumChain", [{ chainId: `0x${chain.toString(16)}` }]);
  } catch (error) {
    const unknown = error.code === UNKNOWN_CHAIN ? " Your wallet does not know that chain; add it there first." : "";
    throw new WalletError(`Your wallet is on chain ${found}, and these badges are on chain ${chain}. Change it there, then try again.${unknown}`);
  }
  if ((await on()) !== chain) {
    throw new WalletError(`Your wallet is on chain ${found}, and these badges are on chain ${chain}. Change it there, then try again.`);
  }
}

/** A text signed as a personal message. */
export function signText(provider, account, text) {
  const bytes = new TextEncoder().encode(text);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return request(provider, "personal_sign", [`0x${hex}`, account]);
}

/** Send a form of this page, fields as an object or as pairs; what comes back is JSON, or the server's own sentence. */
export async function post(url, token, fields) {
  const entries = Array.isArray(fields) ? fields : Object.entries(fields);
  const body = new URLSearchParams([["token", token], ...entries]);
  let answer;
  try {
    answer = await fetch(url, { method: "POST", body, headers: { accept: "application/json" }, credentials: "same-origin" });
  } catch {
    throw new WalletError("This site does not answer. Check your connection, then try again.");
  }
  const told = await answer.json().catch(() => null);
  if (answer.ok && told !== null) return told;
  throw new WalletError(told?.error?.message ?? `This site refused (${answer.status}). Load the page again.`);
}

/**
 * Show the wallets in an element of the page, and what happens with the one that is chosen.
 *
 * @param {HTMLElement} place made by the macro `wallet.button`
 * @param {(provider, tell) => Promise<void>} act what to do with it; `tell` says how far it is
 */
export async function offer(place, act, label = place.dataset.label) {
  const choices = place.querySelector("[data-choices]");
  const state = place.querySelector("[data-state]");
  const tell = (text, kind = "") => {
    state.hidden = !text;
    state.className = `say ${kind}`;
    state.textContent = text;
  };
  const wallets = await findWallets();
  choices.hidden = false;
  choices.replaceChildren();
  if (wallets.length === 0) {
    tell("No wallet was found in this browser. Install one, or use the way without.", "bad");
    return;
  }
  for (const { info, provider } of wallets) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "primary";
    if (/^data:image\/(svg\+xml|png|webp|gif|jpeg)[;,]/.test(info.icon ?? "")) {
      const icon = document.createElement("img");
      icon.src = info.icon;
      icon.alt = "";
      icon.width = icon.height = 24;
      button.append(icon);
    }
    button.append(wallets.length === 1 ? label : `${label}: ${String(info.name).slice(0, 40)}`);
    button.addEventListener("click", async () => {
      const all = choices.querySelectorAll("button");
      all.forEach((each) => (each.disabled = true));
      try {
        await act(provider, tell);
      } catch (error) {
        tell(error instanceof WalletError ? error.message : "Something went wrong in this page. Load it again.", "bad");
        all.forEach((each) => (each.disabled = false));
        button.focus();
      }
    });
    choices.append(button);
  }
}

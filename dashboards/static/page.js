// What Streamlit's page lacks: the language it is in, its way past the menu in that language, and which words are in
// another one. Set in place, as often as the page is drawn anew; our own markup carries all of it by itself. What Streamlit
// says in English to an address that leads nowhere is exchanged. And copies what a button offers.
(() => {
  const words = /*WORDS*/;
  const [begin, end] = ["\u2068", "\u2069"];
  document.documentElement.lang = words.language;
  const borrowed = (text) => text.startsWith(begin) && text.indexOf(end) === text.length - 1;
  const lost = [[/^Page not found$/, words.lost], [/^(The page that y|Y)ou have requested .+/, words.lost_then]];
  const exchange = (dialog) => {
    for (const one of dialog.querySelectorAll("h2, div")) {
      const [, ours] = lost.find(([theirs]) => theirs.test(one.firstChild?.nodeValue)) ?? [];
      if (!ours) continue;
      one.firstChild.nodeValue = ours;
      dialog.querySelector("button[aria-label=Close]")?.setAttribute("aria-label", words.close);
    }
  };
  const put = () => {
    document.querySelectorAll("[role=dialog]").forEach(exchange);
    const skip = document.querySelector('[data-testid="stSkipToContent"]')?.firstChild;
    if (skip && skip.nodeValue !== words.skip) skip.nodeValue = words.skip;
    const named = ".stMain :is(h1, h2, h3, label p), [role=option], .stSelectbox input, .stSelectbox [value]";
    for (const one of document.querySelectorAll(named)) {
      const is = borrowed((one.value ?? one.textContent).trim());
      if (is !== (one.lang === "nb")) is ? one.setAttribute("lang", "nb") : one.removeAttribute("lang");
    }
  };
  const copy = async (event) => {
    const button = event.target.closest?.(".o-copy");
    if (!button) return;
    const said = button.parentElement.querySelector("[role=status]");
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      said.textContent = said.dataset.done;
    } catch {  // the browser does not let a page copy: the text is shown, to be copied by hand
      said.textContent = button.dataset.copy;
    }
  };
  if (window.opptrappCopy) document.removeEventListener("click", window.opptrappCopy);
  window.opptrappCopy = copy;
  document.addEventListener("click", copy);
  window.opptrappPage?.disconnect();
  window.opptrappPage = new MutationObserver(put);
  window.opptrappPage.observe(document.body, { childList: true, subtree: true, characterData: true });
  put();
})();

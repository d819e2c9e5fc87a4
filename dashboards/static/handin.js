// Streamlit's uploader speaks English whatever the page's language (streamlit #13500), and gives its box a role that
// hides its own name. Words are exchanged in place, as often as they are drawn anew; nothing else on the page is touched.
(() => {
  const words = /*WORDS*/;
  const said = (text) => {
    for (const [pattern, ours] of words) {
      if (new RegExp(`^${pattern}$`).test(text)) return text.replace(new RegExp(`^${pattern}$`), ours);
    }
    return text;
  };
  const put = () => {
    for (const box of document.querySelectorAll('[data-testid="stFileUploader"]')) {
      const texts = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const node = texts.currentNode;
        if (said(node.nodeValue) !== node.nodeValue) node.nodeValue = said(node.nodeValue);
      }
      for (const one of box.querySelectorAll("[aria-label]")) {
        const label = one.getAttribute("aria-label");
        if (said(label) !== label) one.setAttribute("aria-label", said(label));
      }
      box.querySelector("section[role=presentation]")?.setAttribute("role", "group");
    }
  };
  window.opptrappWords?.disconnect();
  window.opptrappWords = new MutationObserver(put);
  window.opptrappWords.observe(document.body, { childList: true, subtree: true, characterData: true });
  put();
})();

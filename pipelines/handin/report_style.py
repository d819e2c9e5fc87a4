"""The looks of the HTML report: one style sheet, and nothing else. Colours keep 4.5:1 in light and dark alike."""

CSS = """
:root{color-scheme:light dark;--bg:#fff;--fg:#1c2329;--soft:#4f5b66;--line:#c4ccd3;--panel:#f3f5f7;
--must:#a3161a;--should:#7a4a00;--note:#1d5a8a;--ok:#1c6b3c}
@media (prefers-color-scheme:dark){:root{--bg:#14181c;--fg:#e9edf0;--soft:#b0bac3;--line:#47515b;--panel:#1f252b;
--must:#ff9b94;--should:#f0c06a;--note:#93c8f2;--ok:#86d9a6}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem 1rem 4rem;max-width:58rem;background:var(--bg);color:var(--fg);
font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:break-word}
h1{font-size:1.7rem;line-height:1.25;margin:0 0 .4rem}
h2{font-size:1.2rem;margin:0 0 .5rem}
p{margin:.3rem 0}
section{margin-top:1.75rem}
.status{display:inline-block;margin:0;padding:.1rem .7rem;border:2px solid;border-radius:1rem;font-weight:600}
.status.ok{color:var(--ok)}.status.warnings{color:var(--should)}.status.errors,.status.unreadable{color:var(--must)}
dl{display:flex;flex-wrap:wrap;gap:.3rem 2rem;margin:0 0 .5rem}
dt{color:var(--soft);font-size:.9rem}
dd{margin:0;font-weight:600}
.sums{font-variant-numeric:tabular-nums}
ol,ul{margin:.5rem 0;padding-left:1.4rem}
section>ol{list-style:none;padding:0}
section>ol>li{background:var(--panel);border-left:.35rem solid var(--line);border-radius:.25rem;
padding:.6rem .9rem;margin:.6rem 0}
.ma_rettes h2{color:var(--must)}.ma_rettes>ol>li{border-color:var(--must)}
.bor_sjekkes h2{color:var(--should)}.bor_sjekkes>ol>li{border-color:var(--should)}
.til_orientering h2{color:var(--note)}.til_orientering>ol>li{border-color:var(--note)}
.message{font-weight:600}
.place{font-variant-numeric:tabular-nums}
.rule{color:var(--soft);font-size:.9rem}
.table{overflow-x:auto;border:1px solid var(--line);border-radius:.25rem}
.table:focus-visible{outline:3px solid var(--note);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.95rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--line)}
th{background:var(--panel)}
th,td:nth-child(-n+2){white-space:nowrap}
td{overflow-wrap:anywhere}td:nth-child(3){min-width:8rem}td:nth-child(4){min-width:6rem}
td:nth-child(5){min-width:16rem}
@media print{:root{--bg:#fff;--fg:#000;--soft:#333;--panel:#fff;--line:#888;--must:#a3161a;--should:#7a4a00;
--note:#1d5a8a;--ok:#1c6b3c}body{max-width:none;padding:0}.table{overflow:visible;border:0}
section>ol>li,tr{break-inside:avoid}h2{break-after:avoid}thead{display:table-header-group}}
"""

/// The look of the HTML report: light and dark, narrow and wide, on paper.
enum HTMLStyle {
  static let css = """
    :root{color-scheme:light dark;--ink:#1f2328;--soft:#59636e;--line:#dfe3e8;--paper:#fff;--shade:#f5f6f8;--accent:#0b5aa8;\
    --good:#17662f;--font:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",sans-serif}
    @media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa3ad;--line:#30363d;--paper:#0d1117;--shade:#171c23;\
    --accent:#82b9f2;--good:#84d09b}}
    *{box-sizing:border-box}
    body{margin:0 auto;max-width:84rem;padding:2.5rem 2rem 4rem;background:var(--paper);color:var(--ink);\
    font:1rem/1.55 var(--font);overflow-wrap:break-word}
    h1,h2,h3{line-height:1.25;font-weight:650;letter-spacing:-.01em}
    h1{font-size:1.9rem;margin:0 0 .5rem}
    h2{font-size:1.35rem;margin:3.2rem 0 .8rem;padding-top:.9rem;border-top:1px solid var(--line)}
    h3{font-size:1.05rem;margin:1.8rem 0 .5rem}
    p,ul{max-width:46rem;margin:.6rem 0}
    ul{padding-left:1.2rem}
    li{margin:.2rem 0}
    a{color:var(--accent)}
    code{font:.9em/1.4 ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;\
    background:var(--shade);border-radius:3px;padding:.08em .2em;overflow-wrap:anywhere}
    nav{margin:1.2rem 0 0;display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;font-size:.92rem}
    nav a{text-decoration:none}nav a:hover{text-decoration:underline}
    footer{margin-top:3.5rem;padding-top:.9rem;border-top:1px solid var(--line);color:var(--soft);font-size:.9rem}
    .scroll{overflow:auto;max-height:78vh;max-width:100%;width:fit-content;margin:.6rem 0 1rem;border-bottom:1px solid var(--line)}
    table{border-collapse:separate;border-spacing:0;font-size:.875rem;line-height:1.35;font-variant-numeric:tabular-nums}
    caption{text-align:left;color:var(--soft);padding:0 0 .35rem;caption-side:top}
    .hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap;padding:0}
    th,td{text-align:right;padding:.3rem .65rem;white-space:nowrap;font-weight:400;border-bottom:1px solid var(--line);\
    vertical-align:baseline}
    tbody th,.w{text-align:left}
    td.w{white-space:normal;min-width:5rem;max-width:34rem}
    tbody tr:last-child>*{border-bottom:0}
    thead{position:sticky;top:0;z-index:2}
    thead th,thead td{background:var(--paper);color:var(--soft);border-bottom:1px solid var(--soft)}
    .groups>*{border-bottom:0;text-align:left;padding-bottom:0}
    colgroup+colgroup{border-left:1px solid var(--line)}
    tbody th{position:sticky;left:0;background:var(--paper);z-index:1;max-width:22rem;overflow-wrap:anywhere;white-space:normal;\
    min-width:5rem}
    tbody tr:hover>*{background:var(--shade)}
    th button{all:unset;cursor:pointer;border-radius:3px}
    thead button{color:var(--soft);font-weight:600}
    thead button:hover{color:var(--ink)}
    [aria-sort=ascending] button::after{content:" ↑"}
    [aria-sort=descending] button::after{content:" ↓"}
    tbody th button{color:var(--accent);display:block;width:max-content;max-width:20rem;overflow-wrap:anywhere}
    tbody th button:hover{text-decoration:underline}
    .notable{color:var(--good);font-weight:650}
    :focus-visible,th button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
    .filter{display:flex;flex-wrap:wrap;gap:.3rem .8rem;align-items:baseline;font-size:.9rem;color:var(--soft)}
    .filter[hidden]{display:none}
    input[type=search]{font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--soft);border-radius:4px;\
    padding:.2rem .5rem;width:16rem;max-width:100%}
    .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(34rem,100%),1fr));gap:2rem 2.5rem;margin:1rem 0}
    figure{margin:0;min-width:0;position:relative}
    figure svg{display:block;width:100%;height:auto;max-width:48rem}
    details{margin:.8rem 0}
    summary{cursor:pointer;color:var(--accent);overflow-wrap:anywhere}
    .tip{position:fixed;z-index:9;pointer-events:none;max-width:24rem;padding:.35rem .6rem;border-radius:4px;font-size:.85rem;\
    line-height:1.4;background:var(--ink);color:var(--paper);box-shadow:0 2px 10px #0004}
    .tip[hidden]{display:none}
    dialog{position:fixed;inset:0 0 0 auto;width:min(62rem,100vw);max-width:none;height:100dvh;max-height:none;margin:0;border:0;\
    padding:1.5rem 2rem 3rem;background:var(--paper);color:var(--ink);overflow:auto;border-left:1px solid var(--line);\
    box-shadow:0 0 40px #0003}
    dialog::backdrop{background:#0006}
    dialog h2{border:0;margin:0 6rem 1rem 0;padding:0;overflow-wrap:anywhere}
    dialog .bar{position:absolute;right:2rem;top:1.4rem;display:flex;gap:.4rem}
    dialog .bar button{font:inherit;font-size:.9rem;color:var(--ink);background:var(--shade);border:1px solid var(--line);\
    border-radius:4px;padding:.15rem .6rem;cursor:pointer}
    dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.2rem;margin:.6rem 0;font-size:.92rem}
    dt{color:var(--soft)}dd{margin:0;min-width:0;overflow-wrap:anywhere}
    dialog .scroll{max-height:none}
    @media (max-width:40rem){body{padding:1.5rem 1rem 3rem}h1{font-size:1.5rem}dialog{padding:1.2rem 1rem 2rem}\
    dialog .bar{right:1rem}tbody th{max-width:9rem}tbody th button{max-width:8rem}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.4rem}}
    @media print{@page{size:landscape;margin:12mm}:root{color-scheme:light}body{max-width:none;padding:0;font-size:9pt}\
    nav,.filter,dialog,.tip{display:none!important}.scroll{overflow:visible;max-height:none;width:auto}table{font-size:7pt}\
    th,td{padding:.15rem .3rem;white-space:normal}thead,tbody th{position:static}h2,h3,caption{break-after:avoid}\
    figure,tr{break-inside:avoid}}
    """
}

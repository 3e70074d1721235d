// Every sentence of the page, in both languages.
export const WORDS = {
  page: { ru: 'Читать', en: 'Read' },
  back: { ru: 'К записи в каталоге', en: 'To the record in the catalogue' },
  catalogue: { ru: 'К каталогу', en: 'To the catalogue' },
  original: { ru: 'Открыть сам файл', en: 'Open the file itself' },
  file: { ru: 'Сам файл', en: 'The file itself' },
  theOther: { ru: 'Открыть на том сайте', en: 'Open it on that site' },
  again: { ru: 'Попробовать ещё раз', en: 'Try again' },

  opening: { ru: 'Открывается…', en: 'Opening…' },
  openingOf: { ru: 'Открывается: {done} из {all}', en: 'Opening: {done} of {all}' },
  openingDone: { ru: 'Открывается: {done}', en: 'Opening: {done}' },

  tools: { ru: 'Страницы и масштаб', en: 'Pages and size' },
  reading: { ru: 'Страница', en: 'Page' },
  picture: { ru: 'Изображение: {label}. Стрелки двигают, плюс и минус меняют масштаб.', en: 'Picture: {label}. Arrows move it, plus and minus change its size.' },
  first: { ru: 'К началу', en: 'To the beginning' },
  previous: { ru: 'Назад', en: 'Back' },
  next: { ru: 'Вперёд', en: 'Forward' },
  last: { ru: 'К концу', en: 'To the end' },
  pageNumber: { ru: 'Номер страницы', en: 'Page number' },
  partNumber: { ru: 'Номер главы', en: 'Chapter number' },
  ofPages: { ru: 'из {count}', en: 'of {count}' },
  thePage: { ru: 'Страница {page} из {count}', en: 'Page {page} of {count}' },
  thePart: { ru: 'Глава {page} из {count}, экран {screen} из {screens}', en: 'Chapter {page} of {count}, screen {screen} of {screens}' },
  screens: { ru: 'экран {screen} из {screens}', en: 'screen {screen} of {screens}' },
  pages: { ru: 'Страницы', en: 'Pages' },
  contents: { ru: 'Содержание', en: 'Contents' },
  close: { ru: 'Закрыть', en: 'Close' },
  larger: { ru: 'Крупнее', en: 'Larger' },
  smaller: { ru: 'Мельче', en: 'Smaller' },
  whole: { ru: 'Целиком', en: 'All of it' },
  width: { ru: 'По ширине', en: 'Fit the width' },
  usual: { ru: 'Обычный размер букв', en: 'Usual size of letters' },
  turn: { ru: 'Повернуть', en: 'Rotate' },
  fullScreen: { ru: 'На весь экран', en: 'Full screen' },

  keep: { ru: 'Сохранить на этом устройстве', en: 'Keep on this device' },
  keepNote: { ru: 'Тогда откроется и без интернета.', en: 'Then it opens without the internet too.' },
  keeping: { ru: 'Сохраняется: {done} из {all}', en: 'Keeping: {done} of {all}' },
  keepingDone: { ru: 'Сохраняется: {done}', en: 'Keeping: {done}' },
  keepingPages: { ru: 'Сохраняется: страница {page} из {count}, {done}', en: 'Keeping: page {page} of {count}, {done}' },
  stop: { ru: 'Остановить', en: 'Stop' },
  kept: { ru: 'Сохранено на этом устройстве: {bytes}', en: 'Kept on this device: {bytes}' },
  keptBut: { ru: 'Страницы, которых нет среди сохранённых: {missing}', en: 'Pages that could not be kept: {missing}' },
  plain: { ru: 'По этому адресу (без https) без интернета откроется только то, что уже открыто: страница читалки каждый раз приходит с сайта.', en: 'At this address (without https) the reading page itself comes from the site each time, so only what is already open works without the internet.' },
  noReader: { ru: 'Сам файл сохранён, а страница читалки — нет: для неё нужна связь. Удалите и сохраните ещё раз.', en: 'The file is kept, but not the page that shows it: that needs a connection. Remove it and keep it again.' },
  remove: { ru: 'Удалить с устройства', en: 'Remove from the device' },
  removed: { ru: 'Удалено с этого устройства', en: 'Removed from this device' },
  shownKept: { ru: 'Показано сохранённое на этом устройстве', en: 'This is what is kept on this device' },
  shownSmaller: { ru: 'Нет связи с сайтом: показана сохранённая уменьшенная копия', en: 'The site does not answer: this is the smaller copy that is kept' },
  noRoom: { ru: 'Не сохранилось: на устройстве нет места или браузер не разрешает хранить', en: 'Not kept: the device has no room, or the browser keeps nothing' },
  notKept: { ru: 'Не сохранилось: {why}', en: 'Not kept: {why}' },

  'problem.nothing': { ru: 'В адресе не сказано, что открыть. Вернитесь в каталог и нажмите на кнопку в записи.', en: 'The address does not say what to open. Go back to the catalogue and press the button of a record.' },
  'problem.foreign': { ru: 'Здесь открывается только то, что лежит на сайте библиотеки. Этот адрес ведёт в другое место.', en: 'Only what lies on the library’s own site is opened here. This address leads elsewhere.' },
  'problem.missing': { ru: 'Такого файла на сайте библиотеки нет. Возможно, его переместили: сообщите библиотеке.', en: 'The library’s site has no such file. It may have been moved: please tell the library.' },
  'problem.forbidden': { ru: 'Сайт не отдаёт этот файл без входа. Откройте сам файл или спросите в библиотеке.', en: 'The site does not give this file without a login. Open the file itself, or ask the library.' },
  'problem.refused': { ru: 'Сайт ответил отказом ({status}). Откройте сам файл или спросите в библиотеке.', en: 'The site refused ({status}). Open the file itself, or ask the library.' },
  'problem.busy': { ru: 'Сайт сейчас не справляется. Страница попробует ещё раз сама.', en: 'The site cannot cope just now. This page tries again by itself.' },
  'problem.silent': { ru: 'Сайт молчит уже восемь секунд. Пробуем ещё раз.', en: 'The site has been silent for eight seconds. Trying again.' },
  'problem.offline': { ru: 'Нет связи с сайтом, а на этом устройстве это не сохранено. Пробуем ещё раз; можно вернуться, когда связь появится.', en: 'The site cannot be reached, and this is not kept on the device. Trying again; or come back when there is a connection.' },
  'problem.large': { ru: 'Это слишком велико, чтобы открыть здесь. Откройте сам файл.', en: 'This is too large to open here. Open the file itself.' },
  'problem.noManifest': { ru: 'По этому адресу нет описания изображений (IIIF). Откройте адрес сам или сообщите библиотеке.', en: 'There is no description of pictures (IIIF) at this address. Open the address itself, or tell the library.' },
  'problem.noPages': { ru: 'В описании нет ни одной страницы с изображением. Сообщите библиотеке.', en: 'The description has no page with a picture. Please tell the library.' },
  'problem.noPicture': { ru: 'У этой страницы нет изображения. Листайте дальше.', en: 'This page has no picture. Go on to the next.' },
  'problem.foreignPicture': { ru: 'Изображение этой страницы лежит на другом сайте ({host}), отсюда его не загружаем.', en: 'The picture of this page lies on another site ({host}) and is not loaded from here.' },
  'problem.badPicture': { ru: 'Изображение этой страницы не открылось: оно повреждено или его нет. Листайте дальше или сообщите библиотеке.', en: 'The picture of this page did not open: it is damaged or not there. Go on, or tell the library.' },
  'problem.notKeptPage': { ru: 'Этой страницы нет среди сохранённых, а связи с сайтом нет.', en: 'This page is not among those kept, and the site cannot be reached.' },
  'problem.badPdf': { ru: 'Этот файл PDF повреждён или это не PDF. Откройте сам файл или сообщите библиотеке.', en: 'This PDF is damaged, or is none. Open the file itself, or tell the library.' },
  'problem.locked': { ru: 'Этот файл PDF закрыт паролем. Откройте сам файл: браузер спросит пароль.', en: 'This PDF is locked with a password. Open the file itself: the browser will ask for it.' },
  'problem.badPage': { ru: 'Эта страница не показывается: она повреждена. Листайте дальше или откройте сам файл.', en: 'This page cannot be shown: it is damaged. Go on, or open the file itself.' },
  'problem.badEpub': { ru: 'Это не книга EPUB, или она повреждена. Скачайте сам файл или сообщите библиотеке.', en: 'This is no EPUB book, or it is damaged. Download the file itself, or tell the library.' },
  'problem.lockedEpub': { ru: 'Книга зашифрована: её открывает только программа, для которой она куплена.', en: 'The book is encrypted: only the program it was bought for opens it.' },
  'problem.noTrust': { ru: 'Сайт библиотеки запрещает этой странице читать книги EPUB. Скачайте сам файл.', en: 'The library’s site does not allow this page to read EPUB books. Download the file itself.' },
  'problem.oldBrowser': { ru: 'Этот браузер слишком стар, чтобы открыть это здесь. Откройте сам файл или обновите браузер.', en: 'This browser is too old to open this here. Open the file itself, or update the browser.' },
  'problem.unknown': { ru: 'Не открылось. Попробуйте ещё раз или откройте сам файл.', en: 'It did not open. Try again, or open the file itself.' },
  'problem.picture': { ru: 'изображение не показано', en: 'picture not shown' },
};

/** Says sentences in a language; `{names}` in them are filled from the second word on. */
export function speaker(language) {
  const say = (key, names = {}) => {
    const text = WORDS[key]?.[language] ?? WORDS['problem.unknown'][language];
    return text.replace(/\{(\w+)\}/g, (_, name) => names[name] ?? '');
  };
  const size = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const unit = language === 'ru' ? ['КБ', 'МБ'] : ['KB', 'MB'];
  /** So many bytes, as one says it. */
  const bytes = (count) => (count < 1e6 ? `${size.format(Math.ceil(count / 1e3))} ${unit[0]}` : `${size.format(count / 1e6)} ${unit[1]}`);
  return { language, say, bytes };
}

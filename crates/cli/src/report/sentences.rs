//! The sentences of the report, in Russian and in English. In both, the records are the object
//! of a sentence about the reader, so that one form serves every number.

use super::issue::Issue;

/// For some issues the words in Russian and in English.
pub(super) type Table = &'static [(&'static [Issue], &'static str, &'static str)];

/// What issues are called.
pub(super) const NAMES: Table = &[
    (&[Issue::Unreadable], "Запись не прочитана", "Record not read"),
    (&[Issue::Damaged], "Запись повреждена", "Record damaged"),
    (&[Issue::WrongSigns], "Неверные знаки", "Wrong signs"),
    (&[Issue::SameNumber], "Повтор номера записи", "Control number used twice"),
    (&[Issue::NoTitle], "Нет заглавия", "No title"),
    (&[Issue::NoCreator], "Нет автора", "No author"),
    (&[Issue::NoAccess], "Нет ни места, ни ссылки", "Neither a place nor a link"),
    (&[Issue::NoCallNumber], "Нет шифра", "No call number"),
    (&[Issue::OddCallNumber], "Шифр не читается", "Unreadable call number"),
    (&[Issue::UnknownPlace], "Неизвестное место", "Unknown place"),
    (&[Issue::UnsafeLink], "Ссылку нельзя показывать", "Link that may not be shown"),
    (
        &[Issue::OtherEncoding],
        "Кодировка не та, что указана",
        "Not the encoding it claims",
    ),
    (&[Issue::DeadLink], "Ссылка в никуда", "Link to nowhere"),
    (&[Issue::WrongNumber], "Неверный ISBN или ISSN", "Wrong ISBN or ISSN"),
    (&[Issue::OddYear], "Странный год", "Unlikely year"),
    (&[Issue::NoYear], "Нет года", "No year"),
    (&[Issue::SameIsbn], "Один ISBN у двух записей", "One ISBN, two records"),
    (&[Issue::SameTitle], "Возможный дубль", "Suspected duplicate"),
    (&[Issue::SameElsewhere], "Есть и в другом файле", "In another file too"),
    (&[Issue::NoSubject], "Нет тематики", "No subject"),
    (&[Issue::NoLanguage], "Нет языка", "No language"),
    (&[Issue::NoNumber], "Нет номера записи", "No control number"),
    (&[Issue::OddValue], "Непонятное значение", "Value not understood"),
];

/// What readers notice of an issue; the records stand for the braces.
pub(super) const EFFECTS: Table = &[
    (
        &[Issue::Unreadable],
        "{} читатель не увидит: прочитать не удалось.",
        "Readers will never see {}: the file cannot be read there.",
    ),
    (
        &[Issue::Damaged],
        "{} читатель может увидеть не целиком: файл в этих местах повреждён.",
        "Readers may see only parts of {}: the file is damaged there.",
    ),
    (
        &[Issue::WrongSigns],
        "{} читатель увидит с неверными знаками и по этим словам не найдёт.",
        "Readers will see {} with wrong signs, and will not find them by those words.",
    ),
    (
        &[Issue::SameNumber],
        "{} читатель не увидит: такой же номер уже есть у другой записи.",
        "Readers will not see {}: another record has the same control number.",
    ),
    (
        &[Issue::NoTitle],
        "{} читатель не найдёт по заглавию; в списках они без названия.",
        "Readers will not find {} by title; in lists they have no name.",
    ),
    (
        &[Issue::NoCreator],
        "{} читатель не найдёт ни по автору, ни по редактору, ни по организации.",
        "Readers will not find {} by author, editor or body.",
    ),
    (
        &[Issue::NoAccess],
        "{} читатель найдёт, но не узнает, где это стоит и как это открыть.",
        "Readers will find {}, but not learn where they stand or how to open them.",
    ),
    (
        &[Issue::NoCallNumber],
        "{} читатель не возьмёт с полки сам: у экземпляра нет шифра.",
        "Readers cannot take {} from the shelf themselves: a copy has no call number.",
    ),
    (
        &[Issue::OddCallNumber],
        "{} читатель не найдёт на полке: шифр не похож на шифр.",
        "Readers will not find {} on the shelf: the call number cannot be one.",
    ),
    (
        &[Issue::UnknownPlace],
        "Открыв {}, читатель увидит код вместо названия места.",
        "Opening {}, readers will see a code instead of the name of a place.",
    ),
    (
        &[Issue::UnsafeLink],
        "Открыв {}, читатель не увидит ссылку: такой адрес показывать нельзя.",
        "Opening {}, readers will see no link: such an address may not be shown.",
    ),
    (
        &[Issue::DeadLink],
        "Открыв {}, читатель пойдёт по ссылке, которая никуда не ведёт.",
        "Opening {}, readers will follow a link that leads nowhere.",
    ),
    (
        &[Issue::WrongNumber],
        "{} читатель может не найти по ISBN или ISSN: номер записан с ошибкой.",
        "Readers may not find {} by ISBN or ISSN: the number has a slip.",
    ),
    (
        &[Issue::OddYear],
        "{} читатель потеряет, если отберёт по годам.",
        "Readers who narrow by year will lose {}.",
    ),
    (
        &[Issue::NoYear],
        "{} читатель потеряет, если отберёт по годам: года нет.",
        "Readers who narrow by year will lose {}: no year is given.",
    ),
    (
        &[Issue::SameIsbn],
        "{} читатель, возможно, увидит дважды: тот же ISBN есть у другой записи.",
        "Readers may see {} twice: another record has the same ISBN.",
    ),
    (
        &[Issue::SameTitle],
        "{} читатель, возможно, увидит дважды: те же заглавие, автор и год.",
        "Readers may see {} twice: same title, author and year as another record.",
    ),
    (
        &[Issue::SameElsewhere],
        "{} читатель увидит один раз: при сборке экземпляры и ссылки окажутся вместе.",
        "Readers will see {} once: a build puts copies and links of both files together.",
    ),
    (
        &[Issue::NoSubject],
        "{} читатель не встретит, если ищет по теме.",
        "Readers who look by subject will not come upon {}.",
    ),
    (
        &[Issue::NoLanguage],
        "{} читатель потеряет, если отберёт по языку.",
        "Readers who narrow by language will lose {}.",
    ),
    (
        &[Issue::OtherEncoding],
        "Читатель не заметит ничего: {} прочитали верно, хотя указана другая кодировка.",
        "Readers will notice nothing: {} were read right, though the file names another \
                 encoding or none.",
    ),
    (
        &[Issue::NoNumber],
        "Адрес, по которому читатель сохранил {}, изменится при правке: номера нет.",
        "The address under which a reader keeps {} changes when they are edited.",
    ),
    (
        &[Issue::OddValue],
        "Читатель, скорее всего, ничего не заметит: в {} что-то не удалось понять.",
        "Readers will hardly notice: something in {} was not understood.",
    ),
];

/// The field to mend, in the formats that are read.
pub(super) const REMEDIES: Table = &[
    (
        &[Issue::Unreadable, Issue::Damaged],
        "Выгрузите эти записи заново, лучше в MARCXML или UTF-8.",
        "Export these records again, best as MARCXML or UTF-8.",
    ),
    (
        &[Issue::WrongSigns],
        "Выгрузите в UTF-8 или укажите кодировку: --encoding.",
        "Export as UTF-8, or name the encoding: --encoding.",
    ),
    (
        &[Issue::SameNumber],
        "Оставьте одну из записей (поле 001, MFN) или дайте источникам приставки.",
        "Keep one of the records (001, MFN), or give the sources prefixes.",
    ),
    (
        &[Issue::NoTitle],
        "MARC 21: 245 $a · UNIMARC, RUSMARC: 200 $a · ИРБИС: 200 ^A",
        "MARC 21: 245 $a · UNIMARC, RUSMARC: 200 $a · IRBIS: 200 ^A",
    ),
    (
        &[Issue::NoCreator],
        "MARC 21: 100, 110, 700, 710 · UNIMARC, RUSMARC, ИРБИС: 700, 701, 702, 710. \
                 Если автора нет у самого издания, так и оставьте.",
        "MARC 21: 100, 110, 700, 710 · UNIMARC, RUSMARC, IRBIS: 700, 701, 702, 710. \
                 If the thing itself names nobody, leave it so.",
    ),
    (
        &[Issue::NoAccess],
        "MARC 21: 852 или 856 $u · Koha: 952 · RUSMARC: 899, 856 · ИРБИС: 910, 951",
        "MARC 21: 852 or 856 $u · Koha: 952 · RUSMARC: 899, 856 · IRBIS: 910, 951",
    ),
    (
        &[Issue::NoCallNumber, Issue::OddCallNumber],
        "MARC 21: 852 $h $i $j · Koha: 952 $o · UNIMARC: 995 $k · RUSMARC: 899 $j · \
                 ИРБИС: 903, 910 ^R",
        "MARC 21: 852 $h $i $j · Koha: 952 $o · UNIMARC: 995 $k · RUSMARC: 899 $j · \
                 IRBIS: 903, 910 ^R",
    ),
    (
        &[Issue::UnknownPlace],
        "Дайте коду имя в library.toml: [[branch]] или [[place]]; или исправьте код \
                 (852 $b $c, 952 $b $c, 899 $a $b, 910 ^D).",
        "Give the code a name in library.toml: [[branch]] or [[place]]; or correct the \
                 code (852 $b $c, 952 $b $c, 899 $a $b, 910 ^D).",
    ),
    (
        &[Issue::UnsafeLink],
        "856 $u (ИРБИС: 951 ^I): целый адрес, с http:// или https:// в начале.",
        "856 $u (IRBIS: 951 ^I): a whole address, with http:// or https:// before it.",
    ),
    (
        &[Issue::DeadLink],
        "856 $u (ИРБИС: 951 ^I): проверьте адрес и замените или уберите его.",
        "856 $u (IRBIS: 951 ^I): try the address, and replace or remove it.",
    ),
    (
        &[Issue::WrongNumber],
        "MARC 21: 020 $a, 022 $a (ошибочный на самой книге — в $z) · UNIMARC, RUSMARC, \
                 ИРБИС: 010, 011",
        "MARC 21: 020 $a, 022 $a (one that is wrong in the book itself goes to $z) · \
                 UNIMARC, RUSMARC, IRBIS: 010, 011",
    ),
    (
        &[Issue::OddYear, Issue::NoYear],
        "MARC 21: 008/07–10, 264 $c или 260 $c · UNIMARC, RUSMARC: 100 $a/9–12, 210 $d · \
                 ИРБИС: 210 ^D",
        "MARC 21: 008/07–10, 264 $c or 260 $c · UNIMARC, RUSMARC: 100 $a/9–12, 210 $d · \
                 IRBIS: 210 ^D",
    ),
    (
        &[Issue::SameIsbn, Issue::SameTitle],
        "Сравните записи; если это одно издание, объедините их и перенесите экземпляры.",
        "Compare the records; if they are one edition, merge them and move the copies.",
    ),
    (
        &[Issue::SameElsewhere],
        "Ничего не нужно. Чьё описание останется, решает порядок файлов: первый главнее.",
        "Nothing need be done. The file that is named first decides which description stays.",
    ),
    (
        &[Issue::NoSubject],
        "MARC 21: 600–655 · UNIMARC, RUSMARC, ИРБИС: 600–610",
        "MARC 21: 600–655 · UNIMARC, RUSMARC, IRBIS: 600–610",
    ),
    (
        &[Issue::NoLanguage],
        "MARC 21: 008/35–37, 041 $a · UNIMARC, RUSMARC, ИРБИС: 101 $a",
        "MARC 21: 008/35–37, 041 $a · UNIMARC, RUSMARC, IRBIS: 101 $a",
    ),
    (
        &[Issue::OtherEncoding],
        "Можно ничего не делать. Чтобы файл не обманывал: маркер/09 = a, UTF-8.",
        "Nothing need be done. For a file that says the truth: Leader/09 = a, UTF-8.",
    ),
    (
        &[Issue::NoNumber],
        "MARC: 001 · ИРБИС: MFN или 903 · таблица: столбец id",
        "MARC: 001 · IRBIS: MFN or 903 · table: a column id",
    ),
    (
        &[Issue::OddValue],
        "Посмотрите примеры; столбцы таблицы уточняет --columns.",
        "Look at the examples; --columns says what the columns of a table are.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Language;

    #[test]
    fn every_issue_has_its_sentences_in_both_languages() {
        for (issues, ..) in NAMES {
            for language in [Language::Ru, Language::En] {
                for issue in *issues {
                    assert_ne!(language.effect(*issue, 2), "", "{issue:?}");
                    assert!(language.effect(*issue, 2).contains('2'), "{issue:?}");
                    assert_ne!(language.mend(*issue), "", "{issue:?}");
                }
            }
        }
        assert_eq!(NAMES.len(), 23);
    }
}

//! Files are read back: what is on their pages is what was on the sheet.

mod reading;

use std::{fs, path::Path};

use proptest::prelude::*;

use super::{
    Code, Column,
    ColumnKind::{Figure, Name, Short},
    Error, Labelled, Line, Party, Payment, Sheet, Total,
    faces::{Face, Weight},
    shaping, style,
    wrapping::Text,
    write,
};
use reading::Page;

/// 10^15, which is more than any amount here.
const LARGEST: &str = "1\u{a0}000\u{a0}000\u{a0}000\u{a0}000\u{a0}000,00\u{a0}₸";

fn labelled(label: &str, value: &str) -> Labelled {
    Labelled { label: label.to_owned(), value: value.to_owned() }
}

fn total(label: &str, amount: &str, strong: bool) -> Total {
    Total { label: label.to_owned(), amount: amount.to_owned(), strong }
}

fn line(number: usize, name: &str, figures: [&str; 3]) -> Line {
    let cells = [number.to_string(), name.to_owned()].into_iter().chain(figures.map(str::to_owned));
    Line { cells: cells.collect(), remark: String::new() }
}

/// A bill with these lines.
fn bill(lines: Vec<Line>) -> Sheet {
    let columns = [("№", Short), ("Услуга", Name), ("Сумма", Figure), ("НДС", Figure), ("Итого", Figure)];
    Sheet {
        language: "ru".to_owned(),
        title: "Счёт № INV20261101".to_owned(),
        facts: vec![labelled("Выставлен", "01.11.2026"), labelled("Оплатить до", "15.11.2026")],
        parties: vec![Party {
            label: "Поставщик".to_owned(),
            name: "ТОО «Қазақ Байланыс»".to_owned(),
            details: vec!["г. Алматы, ул. Абая, 52".to_owned()],
        }],
        columns: columns.map(|(title, kind)| Column { title: title.to_owned(), kind }).into(),
        lines,
        totals: vec![
            total("Скидка", "−62\u{a0}500\u{a0}₸", false),
            total("К оплате", "1\u{a0}000\u{a0}000\u{a0}₸", true),
        ],
        payment: Some(Payment {
            title: "Как оплатить".to_owned(), ways: vec![labelled("bKash", "+880 1711-123456")]
        }),
        code: Some(Code { content: "https://t.me/kopilka_bot".to_owned(), caption: "Счёт в Telegram".to_owned() }),
    }
}

fn lines(count: usize) -> Vec<Line> {
    let figures = ["12\u{a0}500\u{a0}₸", "1\u{a0}425\u{a0}₸", "13\u{a0}925\u{a0}₸"];
    (1..=count).map(|number| line(number, &format!("Услуга {number}."), figures)).collect()
}

fn pages(sheet: &Sheet) -> Vec<Page> {
    let file = write(sheet).unwrap();
    reading::pages(&file)
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let written = || write(&bill(lines(70))).unwrap();
    assert_eq!(written(), written());
}

#[test]
fn a_bill_reads_as_it_was_given() {
    let pages = pages(&bill(lines(1)));
    let expected = "\
        Счёт № INV20261101\n\
        Выставлен|Оплатить до\n\
        01.11.2026|15.11.2026\n\
        Поставщик\n\
        ТОО «Қазақ Байланыс»\n\
        г. Алматы, ул. Абая, 52\n\
        №|Услуга|Сумма|НДС|Итого\n\
        1|Услуга 1.|12_500_₸|1_425_₸|13_925_₸\n\
        Скидка|−62_500_₸\n\
        К оплате|1_000_000_₸\n\
        Как оплатить\n\
        bKash|+880 1711-123456\n\
        Счёт в Telegram\n\
        1 / 1";
    assert_eq!(pages.len(), 1);
    assert_eq!(pages[0].text(), expected.replace('_', "\u{a0}"));
}

#[test]
fn what_is_written_is_what_is_copied() {
    for text in [
        "Әбілқайыр Һәкімұлы, Ңұғман Өскенбай",
        "Ыстык-Көл, Өзгөрүү, Ңандай",
        "do‘stlar, g‘isht, ma’lumot, Toʻrtkoʻl",
        "A А B В C С H Н o о p р x х",
        "ড্র শ্রী দ্রৌপদী চট্টোপাধ্যায়, ক্ষুদ্র ও কুটির শিল্প (ত্রৈমাসিক)",
        "১২,৫০০.৫০ ৳ 12,500.50 ৳ ₸ ₽ $ € сом so‘m",
        "🌷 שלום مرحبا 中文",
    ] {
        let mut sheet = bill(Vec::new());
        sheet.title = text.to_owned();
        sheet.parties[0].details = vec![text.to_owned()];
        let lines = pages(&sheet)[0].lines();
        assert_eq!(lines.iter().filter(|line| *line == text).count(), 2, "{text} in {lines:#?}");
    }
}

#[test]
fn a_table_goes_on_below_its_titles() {
    let pages = pages(&bill(lines(70)));
    assert_eq!(pages.len(), 3);
    for (at, page) in pages.iter().enumerate() {
        let lines = page.lines();
        let titles = lines.iter().filter(|line| *line == "№|Услуга|Сумма|НДС|Итого").count();
        assert_eq!(titles, 1, "page {}: {lines:#?}", at + 1);
        assert_eq!(lines.first().unwrap(), "Счёт № INV20261101");
        assert_eq!(lines.last().unwrap(), &format!("{} / 3", at + 1));
    }
    let text: Vec<String> = pages.iter().map(Page::text).collect();
    for number in 1..=70 {
        assert_eq!(text.concat().matches(&format!("Услуга {number}.")).count(), 1, "line {number}");
    }
}

#[test]
fn totals_stand_below_a_line_of_the_table() {
    for count in 1..60 {
        let pages = pages(&bill(lines(count)));
        let page = pages.iter().map(Page::text).find(|text| text.contains("К оплате")).unwrap();
        assert!(page.contains("Скидка"), "totals of {count} lines are divided");
        assert!(page.contains(&format!("Услуга {count}.")), "a page begins with the totals of {count} lines");
    }
}

#[test]
fn long_names_are_wrapped_and_amounts_are_not() {
    let name = "Кабель витая пара экранированная для наружной прокладки со стальным тросом ".repeat(100);
    let mut sheet = bill(vec![line(1, &name, [LARGEST; 3]), line(2, "Услуга", ["1"; 3])]);
    sheet.columns.push(Column { title: "Скидка".to_owned(), kind: Figure });
    sheet.lines[0].cells.push(LARGEST.to_owned());
    sheet.totals.iter_mut().for_each(|total| total.amount = LARGEST.to_owned());
    let pages = pages(&sheet);
    assert!(pages.len() > 1);
    let shown: Vec<_> = pages.iter().flat_map(|page| &page.shown).collect();
    assert_eq!(shown.iter().filter(|shown| shown.text == LARGEST).count(), 4 + 2);
    let words = shown.iter().flat_map(|shown| shown.text.split(' ')).filter(|word| *word == "экранированная");
    assert_eq!(words.count(), 100);
    for shown in shown {
        assert!(shown.x >= style::MARGIN - 0.1, "{shown:?} begins left of the text");
        assert!(shown.y > 30.0 && shown.y < 812.0, "{shown:?} is not on the paper");
    }
}

#[test]
fn a_word_without_end_is_divided() {
    for word in ["Сверхдлинное".repeat(60), "শ্রীমতী".repeat(60), "🌷".repeat(500)] {
        let text = Text::new(&word, Weight::Regular);
        let lines = text.wrapped(9.0, 150.0);
        assert!(lines.iter().all(|line| line.width(9.0) <= 150.0));
        assert!(lines.iter().rev().skip(1).all(|line| line.width(9.0) > 130.0), "lines of {word} are short");
        let copied: String = lines.iter().flat_map(|line| &line.runs).map(|run| run.text.as_str()).collect();
        assert_eq!(copied, word);
    }
}

#[test]
fn lines_end_at_spaces_and_after_hyphens() {
    for (text, expected) in [
        ("рукоятка-бабочка красная", &["рукоятка-", "бабочка", "красная"][..]),
        ("Кол-во 2026-11-30", &["Кол-во", "2026-11-30"]),
        ("12\u{a0}500\u{a0}₸ всего", &["12\u{a0}500\u{a0}₸", "всего"]),
        ("  ", &[]),
    ] {
        let lines = Text::new(text, Weight::Regular).wrapped(9.0, 60.0);
        let lines = lines.iter().map(|line| line.runs.iter().map(|run| run.text.as_str()).collect::<String>());
        assert_eq!(lines.collect::<Vec<_>>(), expected, "{text}");
    }
}

#[test]
fn marks_of_direction_and_control_characters_are_left_out() {
    for (text, expected) in [
        ("\u{202e}abc\u{202c}\u{7}\u{1b}[31m", "abc[31m"),
        ("one\ttwo\nthree", "one two three"),
        ("👍🏽\u{fe0f}", "👍"),
        ("a\u{301}\u{302}\u{303}\u{304}b", "a\u{301}\u{302}b"),
        ("\u{200d}र\u{ad}", "र"),
    ] {
        let pieces = shaping::pieces(text, Weight::Regular);
        let words = pieces.iter().map(|piece| piece.runs.iter().map(|run| run.text.as_str()).collect::<String>());
        assert_eq!(words.collect::<Vec<_>>().join(" "), expected, "{text:?}");
    }
}

/// Letters and digits; ℹ and its kind are pictures.
fn is_letter(char: char) -> bool {
    char.is_alphanumeric() && !('\u{2100}'..='\u{214f}').contains(&char)
}

#[test]
fn every_letter_of_the_texts_has_a_glyph() {
    let mut letters: Vec<char> = "₸₽$€৳₴₺₼₾№−×·«»“”‘’„…–—%+/()[]@#&*•০১২৩৪৫৬৭৮৯ʻʼ".chars().collect();
    for language in ["ru", "en", "kk", "ky", "uz"] {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language);
        let files = fs::read_dir(directory).unwrap().map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
        letters.extend(files.flat_map(|text| text.chars().collect::<Vec<_>>()).filter(|char| is_letter(*char)));
    }
    letters.extend(('\u{985}'..='\u{9b9}').filter(|char| char.is_alphabetic()));
    letters.sort_unstable();
    letters.dedup();
    assert!(letters.len() > 200, "only {} letters", letters.len());
    for weight in [Weight::Regular, Weight::Bold] {
        let lacks = |char: &&char| {
            let pieces = shaping::pieces(&char.to_string(), weight);
            let mut glyphs = pieces.iter().flat_map(|piece| &piece.runs).flat_map(|run| &run.glyphs);
            glyphs.clone().next().is_none() || glyphs.any(|glyph| glyph.id == 0)
        };
        assert_eq!(letters.iter().filter(lacks).collect::<String>(), "", "boxes in {weight:?}");
    }
}

/// The numbers are those of HarfBuzz 15.0 with these font files; versions of harfrust before 0.15 give others.
#[test]
fn bengali_is_shaped_as_harfbuzz_shapes_it() {
    for (word, expected) in [
        ("দ্র", &[200, 263][..]),
        ("শ্রী", &[221, 256, 59]),
        ("ত্রৈ", &[379, 129]),
        ("ক্ষ", &[110]),
        ("জ্ঞ", &[118]),
        ("কি", &[58, 23]),
        ("কো", &[373, 23, 57]),
        ("ট্টো", &[374, 166, 304, 57]),
        ("রাষ্ট্রীয়", &[49, 57, 168, 312, 260, 349, 48, 55]),
        ("স্ত্রী", &[226, 280, 59]),
        ("লক্ষ্মী", &[50, 111, 59]),
        ("উচ্ছ্বাস", &[15, 180, 183, 273, 57, 53]),
        ("র‍্যাব", &[49, 5, 108, 57, 45]),
        ("ঊর্ধ্ব", &[16, 41, 243, 107]),
        ("হৃদয়", &[54, 298, 321, 40, 48, 55]),
    ] {
        let pieces = shaping::pieces(word, Weight::Regular);
        let runs: Vec<_> = pieces.iter().flat_map(|piece| &piece.runs).collect();
        assert!(runs.iter().all(|run| run.face == Face::Bengali), "{word}");
        let glyphs: Vec<u16> = runs.iter().flat_map(|run| &run.glyphs).map(|glyph| glyph.id).collect();
        assert_eq!(glyphs, expected, "{word}");
    }
}

#[test]
fn codes_lead_to_their_glyphs() {
    let mut sheet = bill(lines(1));
    sheet.facts[0].value = "১২ ক্ষুদ্র".to_owned();
    let file = write(&sheet).unwrap();
    let objects = reading::objects(&file);
    let fonts: Vec<_> = objects.values().filter(|(head, _)| head.contains("/CIDToGIDMap ")).collect();
    assert_eq!(fonts.len(), 3);
    for (head, _) in fonts {
        let widths = head.split("/W [0 [").nth(1).unwrap().split(']').next().unwrap();
        let widths: Vec<f32> = widths.split_whitespace().map(|width| width.parse().unwrap()).collect();
        let (_, glyphs) = &objects[&reading::reference(head, "/CIDToGIDMap ")];
        let (descriptor, _) = &objects[&reading::reference(head, "/FontDescriptor ")];
        let (_, font) = &objects[&reading::reference(descriptor, "/FontFile2 ")];
        let font = harfrust::Font::new(font.clone(), 0).unwrap();
        let glyphs = glyphs.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        let embedded: Vec<f32> = glyphs.map(|glyph| font.glyph_metrics().h_advance(glyph.into())).collect();
        assert_eq!(embedded, widths);
        assert!(widths.len() > 5, "{widths:?}");
    }
}

#[test]
fn the_code_is_drawn_module_by_module() {
    let sheet = bill(lines(1));
    let content = &sheet.code.as_ref().unwrap().content;
    let modules = crate::documents::qr::Modules::new(content).unwrap();
    let page = &pages(&sheet)[0];
    let side = 104.0 / modules.width() as f32;
    let rows: Vec<_> = page.areas.iter().filter(|[_, _, _, height]| (height - side).abs() < 0.01).collect();
    let left = rows.iter().map(|[x, ..]| *x).fold(f32::MAX, f32::min);
    let top = rows.iter().map(|[_, y, ..]| *y).fold(f32::MIN, f32::max);
    for row in 0..modules.width() {
        for column in 0..modules.width() {
            let [x, y] = [left + (column as f32 + 0.5) * side, top - (row as f32 - 0.5) * side];
            let is_dark = rows.iter().any(|[left, bottom, width, height]| {
                (*left..left + width).contains(&x) && (*bottom..bottom + height).contains(&y)
            });
            assert_eq!(is_dark, modules.is_dark(column, row), "row {row}, column {column}");
        }
    }
}

#[test]
fn a_code_that_holds_less_than_its_content_is_refused() {
    let mut sheet = bill(lines(1));
    sheet.code.as_mut().unwrap().content = "7".repeat(10_000);
    assert!(matches!(write(&sheet), Err(Error::Code(_))));
}

#[test]
fn a_code_stands_alone_where_nothing_is_to_be_paid() {
    let sheet = Sheet { payment: None, ..bill(lines(1)) };
    let lines = pages(&sheet)[0].lines();
    assert_eq!(lines[lines.len() - 3..], ["К оплате|1\u{a0}000\u{a0}000\u{a0}₸", "Счёт в Telegram", "1 / 1"]);
}

#[test]
fn the_file_says_what_it_is_and_in_which_language() {
    let file = write(&Sheet { language: "kk".to_owned(), title: "Bill 7".to_owned(), ..Sheet::default() });
    let objects = reading::objects(&file.unwrap());
    let heads: String = objects.values().map(|(head, _)| head.as_str()).collect();
    for expected in ["/Lang (kk)", "/Title (Bill 7)", "/DisplayDocTitle true"] {
        assert!(heads.contains(expected), "{expected} is missing in {heads}");
    }
}

/// Any characters, among them many of those that shaping has rules for.
fn text() -> impl Strategy<Value = String> {
    let char = prop_oneof![
        any::<char>(),
        prop::char::range('\u{980}', '\u{9ff}'),
        prop::char::range('\u{300}', '\u{36f}'),
        prop::char::range('\u{200b}', '\u{202f}'),
        prop::char::range('Ѐ', 'ԯ'),
        Just(' '),
    ];
    prop::collection::vec(char, 0..60).prop_map(String::from_iter)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_texts_can_be_written(texts in prop::collection::vec(text(), 12), kinds in prop::collection::vec(0..3_usize, 0..9)) {
        let mut texts = texts.into_iter().cycle();
        let mut text = || texts.next().unwrap_or_default();
        let columns = kinds.iter().map(|kind| Column { title: text(), kind: [Name, Short, Figure][*kind] }).collect();
        let lines = (0..7).map(|count| Line { cells: (0..count).map(|_| text()).collect(), remark: text() }).collect();
        let sheet = Sheet {
            language: text(),
            title: text(),
            facts: (0..kinds.len()).map(|_| Labelled { label: text(), value: text() }).collect(),
            parties: (0..3).map(|_| Party { label: text(), name: text(), details: vec![text(), text()] }).collect(),
            columns,
            lines,
            totals: (0..3).map(|at| Total { label: text(), amount: text(), strong: at == 1 }).collect(),
            payment: Some(Payment {
                title: text(),
                ways: (0..kinds.len()).map(|_| Labelled { label: text(), value: text() }).collect(),
            }),
            code: Some(Code { content: "7".to_owned(), caption: text() }),
        };
        write(&sheet).unwrap();
    }

    #[test]
    fn no_line_is_wider_than_its_place(text in text(), width in 20.0_f32..300.0) {
        for line in Text::new(&text, Weight::Bold).wrapped(9.0, width) {
            let letters = line.runs.iter().map(|run| run.glyphs.len()).sum::<usize>();
            prop_assert!(line.width(9.0) <= width + 0.01 || letters < 8, "{letters} glyphs on {} of {width}", line.width(9.0));
        }
    }
}

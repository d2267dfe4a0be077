//! The file around the pages.

use pdf_writer::{Filter, Finish, Pdf, Rect, Ref, TextStr};

use super::{
    canvas::{PAGE_HEIGHT, PAGE_WIDTH},
    deflate::deflated,
    glyphs::{self, UsedGlyphs},
    sheet::Sheet,
};

const CATALOG: Ref = Ref::new(1);
const INFORMATION: Ref = Ref::new(2);
const PAGES: Ref = Ref::new(3);
/// The first of two objects of each page.
const FIRST_PAGE: i32 = 4;

/// A file of these pages.
pub(super) fn write(sheet: &Sheet, pages: &[Vec<u8>], used: &UsedGlyphs) -> Result<Vec<u8>, subsetter::Error> {
    let mut pdf = Pdf::new();
    let mut catalog = pdf.catalog(CATALOG);
    catalog.pages(PAGES).lang(TextStr(&sheet.language));
    catalog.viewer_preferences().display_doc_title(true);
    catalog.finish();
    pdf.document_info(INFORMATION).title(TextStr(&sheet.title)).creator(TextStr("Kopilka"));

    let ids: Vec<[Ref; 2]> =
        (FIRST_PAGE..).step_by(2).take(pages.len()).map(|id| [Ref::new(id), Ref::new(id + 1)]).collect();
    let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
    pdf.pages(PAGES).kids(ids.iter().map(|[page, _]| *page)).count(count);
    let fonts = used.write(&mut pdf, Ref::new(FIRST_PAGE + 2 * count))?;
    for ([id, content_id], content) in ids.into_iter().zip(pages) {
        let mut page = pdf.page(id);
        page.parent(PAGES).media_box(Rect::new(0.0, 0.0, PAGE_WIDTH, PAGE_HEIGHT)).contents(content_id);
        let mut resources = page.resources();
        let mut named = resources.fonts();
        for (face, font) in &fonts {
            named.pair(glyphs::name(*face), *font);
        }
        named.finish();
        resources.finish();
        page.finish();
        pdf.stream(content_id, &deflated(content)).filter(Filter::FlateDecode);
    }
    Ok(pdf.finish())
}

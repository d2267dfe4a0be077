//! The file of key account managers and utility information.

use kopilka::{
    domain::Rate,
    service::billing::{Page, kams::KamOrder, load::Loaded, utilities::UtilityDetailFilter},
};

use super::{SAMPLE, sees};
use crate::{on_both, shop::Shop};

fn loaded(added: usize, changed: usize, unchanged: usize) -> Loaded {
    Loaded { added, changed, unchanged, not_in_file: Vec::new() }
}

on_both! {
    async fn the_same_file_again_changes_nothing(db: TestDb) {
        let shop = Shop::open(&db).await;
        let report = shop.loads(SAMPLE).await;
        assert_eq!((report.kams, report.utilities, report.details), (loaded(2, 0, 0), loaded(1, 0, 0), loaded(3, 0, 0)));
        let before = sees!(shop, utilities::list(Page::first(10))).unwrap();
        shop.clock.advance(chrono::Duration::hours(1));
        let report = shop.loads(SAMPLE).await;
        assert_eq!((report.kams, report.utilities, report.details), (loaded(0, 0, 2), loaded(0, 0, 1), loaded(0, 0, 3)));
        assert_eq!(sees!(shop, utilities::list(Page::first(10))).unwrap(), before, "not even a stamp");
        assert_eq!(before.rows[0].active_details().count(), 2);
        assert_eq!(before.rows[0].utility.vat_bp, Rate::from_bp(15_00));
    }

    async fn changed_rows_are_updated_and_missing_ones_stay(db: TestDb) {
        let shop = Shop::open(&db).await;
        shop.loads(SAMPLE).await;
        let changed = r#"{
            "kams": [{"kam_name": "Ahmed Rahman", "phone": "1", "email": "", "address": "", "is_active": false}],
            "utility_information": [{"name": "Head office", "vat_rate": 7.5, "details": [
                {"type": "bank", "name": "City Bank", "number": "1234567890", "branch": "Banani", "is_active": false},
                {"type": "nagad", "name": "New", "number": "5"}]}]
        }"#;
        let report = shop.loads(changed).await;
        assert_eq!((report.kams.changed, report.utilities.changed), (1, 1));
        assert_eq!((report.details.added, report.details.changed), (1, 1));
        assert_eq!(report.kams.not_in_file, ["Айгүл Сапарова"]);
        assert_eq!(report.details.not_in_file, ["bkash 01711111111 of Head office", "nagad 01811111111 of Head office"]);
        let kams = sees!(shop, kams::list(None, (KamOrder::Name, false), Page::first(10))).unwrap();
        assert_eq!(kams.total, 2);
        assert!(!kams.rows[0].is_active);
        let found = UtilityDetailFilter { search: Some("city 12345".to_owned()), ..UtilityDetailFilter::default() };
        let found = sees!(shop, utilities::list_details(&found, Page::first(10))).unwrap();
        assert_eq!((found.total, found.rows[0].branch.as_str()), (1, "Banani"));
    }
}

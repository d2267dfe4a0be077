## Mijozlar va xodimlarga ko‘rinadigan posilkalar

parcel-status-pending = kutilmoqda
parcel-status-in-transit = yo‘lda
parcel-status-delivered = yetib keldi
parcel-status-issued = berildi
parcel-status-cancelled = bekor qilindi
parcel-notice = 📦 <b>{ $number }</b> posilkasi: { $status }
parcel-notice-more = … va yana { $count } ta
